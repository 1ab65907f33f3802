-- Makes a page ready for the paper formats. The classes of parts.html become styles of
-- docx/styles.xml in DOCX and functions of form.typ in typst. batch.lua runs it.
local STYLES = {
  label = "Form Label",
  box = "Tick Box", -- in Word only the tick inside it has a style
  tick = "Tick Box",
  initials = "Initials",
  fine = "Fine Print",
  signature = "Form Signature",
  ["signed-beside"] = "Form Signature",
  under = "Under Signature",
  gap = "Gap",
  line = "Writing Line",
  who = "Form Subject",
  row = "Checklist Row",
  group = "Checklist Group",
  rows = "Checklist Row",
  item = "Dense Item",
  dense = "Dense Text",
  letterhead = "Letterhead",
  how = "How Signed",
  copied = "To Copy",
  aside = "Aside",
  amount = "Amount",
  certificate = "Certificate",
  over = "Certificate Head",
  award = "Award",
  ["award-long"] = "Award Long",
  beside = "Beside",
  together = "Together",
  ["cover-agency"] = "Cover Agency",
  ["cover-program"] = "Cover Program",
  ["cover-title"] = "Cover Title",
  ["cover-year"] = "Cover Year",
  ["new-page"] = "New Page",
}
-- What runs along the head and foot of a sheet's pages
local RUNNING = { "left", "right", "foot", "stamp", "room" }
-- A box and up to four words beside it
local FEW_INLINES = 8

local function class_of(element)
  for _, class in ipairs(element.classes) do
    if STYLES[class] then
      return class
    end
  end
end

-- What measures a page is told which classes there are
local measure = loadfile((...))(class_of)
local quoted, fitted = measure.quoted, measure.fitted

local function xml(text)
  local signs = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
  return (text:gsub('[&<>"]', signs))
end

local function sheet_of(target)
  return target:match("^#(sheet%-%d+)$")
end

-- A word, on a line of its own: where no font has its letters, typst shows the whole line for each.
local function word(text)
  return "#(\n" .. quoted(text) .. ");"
end

local function around(element, raw, before, after)
  local content = element.content
  content:insert(1, raw("typst", before))
  content:insert(raw("typst", after))
  return content
end

local docx = {}

local function styled(element)
  local class = class_of(element)
  if class then
    element.attributes["custom-style"] = STYLES[class]
    return element
  end
end

-- What stands at the end of a line to sign on
function docx.Span(span)
  if span.classes:includes("aside") then
    span.content:insert(1, pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>"))
    return span.content
  end
  if span.classes:includes("box") then
    return span.content
  end
  return styled(span)
end

-- Which tables of a sheet have row headings: pandoc's own writer does not say so.
local function with_row_heads(div)
  local found = {}
  div:walk({
    traverse = "topdown",
    Table = function(tab)
      local heads = #tab.bodies > 0
      for _, body in ipairs(tab.bodies) do
        heads = heads and body.row_head_columns > 0
      end
      table.insert(found, heads and "1" or "0")
    end,
  })
  return table.concat(found)
end

-- Headings and lines to sign of a certificate: centred, and beside each other without a table.
local function paragraph(style, runs)
  return '<w:p><w:pPr><w:pStyle w:val="' .. style .. '"/>' .. runs .. "</w:p>"
end

local function run(text, style)
  local told = style and '<w:rPr><w:rStyle w:val="' .. style .. '"/></w:rPr>' or ""
  return "<w:r>" .. told .. '<w:t xml:space="preserve">' .. xml(text) .. "</w:t></w:r>"
end

local function centred_heading(header)
  local text = pandoc.utils.stringify(header)
  local told = '<w:jc w:val="center"/></w:pPr>' .. run(text, "CertificateTitle")
  local rule = paragraph("CertificateRule", "</w:pPr>")
  return pandoc.RawBlock("openxml", paragraph("Heading" .. header.level, told) .. rule)
end

local function beside(div)
  local signed, rules, labels = "</w:pPr>", "</w:pPr>", "</w:pPr>"
  local tab = "<w:r><w:tab/></w:r>"
  for _, line in ipairs(div.content) do
    signed = signed .. tab .. run(pandoc.utils.stringify(line.content[1]))
    rules = rules .. tab .. tab
    labels = labels .. tab .. run(pandoc.utils.stringify(line.content[2]))
  end
  local made = paragraph("BesideSigned", signed)
    .. paragraph("BesideRules", rules)
    .. paragraph("BesideLabels", labels)
  return pandoc.RawBlock("openxml", made)
end

-- The id of a table style, not its name: pandoc writes it as it stands.
local function dense_table(tab)
  tab.attributes["custom-style"] = "DenseTable"
  return tab
end

local function dense_tick(span)
  if span.attributes["custom-style"] == STYLES.tick then
    span.attributes["custom-style"] = "Dense Tick Box"
    return span
  end
end

-- Each sheet ends with a paragraph that word.py turns into the end of a section.
function docx.Div(div)
  if div.classes:includes("dense") then
    return styled(div:walk({ Table = dense_table, Span = dense_tick }))
  end
  if div.classes:includes("beside") then
    return beside(div)
  end
  if div.classes:includes("certificate") then
    return styled(div:walk({ Header = centred_heading }))
  end
  if not div.classes:includes("sheet") then
    return styled(div)
  end
  local words = {
    'framed="' .. tostring(div.classes:includes("framed")) .. '"',
    'landscape="' .. tostring(div.classes:includes("landscape")) .. '"',
    'heads="' .. with_row_heads(div) .. '"',
  }
  for _, name in ipairs(RUNNING) do
    table.insert(words, name .. '="' .. xml(div.attributes[name] or "") .. '"')
  end
  local mark = "<w:p><w:pPr><w:sectPr " .. table.concat(words, " ") .. "/></w:pPr></w:p>"
  div.content:insert(pandoc.RawBlock("openxml", mark))
  return div.content
end

function docx.Link(link)
  local sheet = sheet_of(link.target)
  if not sheet or not link.classes:includes("page-of") then
    return nil
  end
  local run = "<w:r>%s</w:r>"
  local field = '<w:fldChar w:fldCharType="%s"/>'
  return pandoc.RawInline(
    "openxml",
    '<w:hyperlink w:anchor="' .. sheet .. '" w:history="1">'
      .. run:format(field:format("begin"))
      .. run:format('<w:instrText xml:space="preserve"> PAGEREF ' .. sheet .. " \\h </w:instrText>")
      .. run:format(field:format("separate"))
      .. run:format("<w:t>" .. sheet .. "</w:t>")
      .. run:format(field:format("end"))
      .. "</w:hyperlink>"
  )
end

local typst = {}
-- The widest word that stands on a line of its own in any type
local typst_most = 0

local function of_class(raw)
  return function(element)
    local class = class_of(element)
    if class then
      return around(element, raw, "#form-" .. class .. "[", "]")
    end
  end
end

local styled_span = of_class(pandoc.RawInline)

-- A box of few words needs no measuring
function typst.Span(span)
  if span.classes:includes("tick") then
    return span.content
  end
  if span.classes:includes("box") and #span.content <= FEW_INLINES then
    return around(span, pandoc.RawInline, "#box[", "]")
  end
  return styled_span(span)
end

function typst.Div(div)
  if not div.classes:includes("sheet") then
    return of_class(pandoc.RawBlock)(div)
  end
  local words = {
    "landscape: " .. tostring(div.classes:includes("landscape")),
    "framed: " .. tostring(div.classes:includes("framed")),
  }
  for _, name in ipairs(RUNNING) do
    table.insert(words, name .. ": " .. quoted(div.attributes[name] or ""))
  end
  local number = div.identifier:match("^sheet%-%d+$")
  local place = ""
  if number then
    place = "#[#metadata(none)<" .. number .. ">]"
      .. "#context [#metadata(counter(page).get().first())<page-of-sheet>]"
  end
  local before = "#form-sheet(" .. table.concat(words, ", ") .. ")[" .. place
  return around(div, pandoc.RawBlock, before, "]")
end

-- A row that heads the rows after it: pandoc writes it as any other, and it could end a page.
local function grouped(tab)
  local has_groups = false
  for _, body in ipairs(tab.bodies) do
    for _, row in ipairs(body.head) do
      for _, cell in ipairs(row.cells) do
        has_groups = true
        cell.contents:insert(1, pandoc.RawBlock("typst", "\1"))
        cell.contents:insert(pandoc.RawBlock("typst", "\2"))
      end
    end
  end
  if not has_groups then
    return tab
  end
  local text = pandoc.write(pandoc.Pandoc({ tab }), "typst")
  text = text:gsub(
    "(table%.cell%(colspan: %d+%)%[)\1(.-)\2%s*%],%s*table%.hline%(%),",
    "table.header(level: 2, repeat: false, %1%2]),"
  )
  return pandoc.RawBlock("typst", (text:gsub("[\1\2]", "")))
end

function typst.Table(tab)
  local heads = #tab.head.rows
  local rules = ""
  if heads > 0 and tab.classes:includes(measure.BY_HAND) then
    rules = "#set table(stroke: ruled(" .. heads .. ", parted: true), inset: (left: 0.5em));"
  elseif heads > 0 then
    rules = "#set table(stroke: ruled(" .. heads .. "));"
  end
  if tab.classes:includes(measure.WHOLE) then
    rules = rules .. "#show figure: set block(breakable: false);"
  end
  tab.classes = {}
  return {
    pandoc.RawBlock("typst", "#[" .. rules .. "#set table.cell(breakable: false);"),
    grouped(tab),
    pandoc.RawBlock("typst", "]"),
  }
end

function typst.Link(link)
  local sheet = sheet_of(link.target)
  if not sheet then
    return around(link, pandoc.RawInline, "#link(" .. quoted(link.target) .. ")[", "]")
  end
  if link.classes:includes("page-of") then
    local page = "#context counter(page).at(<" .. sheet .. ">).first()"
    link.content = pandoc.Inlines({ pandoc.RawInline("typst", page) })
  end
  return around(link, pandoc.RawInline, "#link(<" .. sheet .. ">)[", "]")
end

function typst.Image(image)
  local words = { quoted(image.src) }
  if image.attributes.height then
    table.insert(words, "height: " .. image.attributes.height)
  end
  local alt = pandoc.utils.stringify(image.caption)
  if alt ~= "" then
    table.insert(words, "alt: " .. quoted(alt))
  end
  local shown = "#form-picture(" .. table.concat(words, ", ") .. ")"
  return pandoc.RawInline("typst", alt == "" and "#pdf.artifact[" .. shown .. "]" or shown)
end

-- Every word reaches typst as a string: no markup, no code, and no dash or dot is made into
-- another sign.
function typst.Str(str)
  if measure.is_wider(str.text, typst_most) then
    return pandoc.RawInline("typst", fitted(str.text, 1, false))
  end
  return pandoc.RawInline("typst", word(str.text))
end

-- What is done to a page, by the format that it is for; `room` says how much fits on a line and page.
return {
  docx = function(doc)
    return doc:walk(docx)
  end,
  typst = function(doc, room)
    typst_most = measure.widest(1, room.upright, measure.LARGE)
    return measure.measured(doc, room):walk(typst)
  end,
}
