-- Makes a page ready for the paper formats. The classes of parts.html become styles of
-- docx/styles.xml in DOCX and functions of form.typ in typst.
local STYLES = {
  label = "Form Label",
  box = "Choice Box",
  initials = "Initials",
  fine = "Fine Print",
  signature = "Form Signature",
  ["new-page"] = "New Page",
}

local function class_of(element)
  for _, class in ipairs(element.classes) do
    if STYLES[class] then
      return class
    end
  end
end

local function hand_over(element, raw)
  local class = class_of(element)
  if not class then
    return nil
  end
  if FORMAT == "docx" then
    element.attributes["custom-style"] = STYLES[class]
    return element
  end
  local content = element.content
  content:insert(1, raw("typst", "#form-" .. class .. "["))
  content:insert(raw("typst", "]"))
  return content
end

function Span(span)
  return hand_over(span, pandoc.RawInline)
end

function Div(div)
  return hand_over(div, pandoc.RawBlock)
end

-- Every word reaches typst as a string, which nothing in it can leave: no markup, no code, and
-- no dash or dot is made into another sign.
function Str(str)
  if FORMAT == "docx" then
    return nil
  end
  local quoted = str.text:gsub("[\\\"]", "\\%0")
  return pandoc.RawInline("typst", '#"' .. quoted .. '";')
end
