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
-- A table with room to write in, whose columns have to be told apart
local BY_HAND = "by-hand"
-- A box and up to four words beside it
local FEW_INLINES = 8
-- A table below which somebody signs, and so many of its last rows that stay with the signature
local SIGNED = "signed"
local LAST_ROWS = 2
-- How much wider than common text a word can be: in bold type, and in headings and names. What could
-- be too wide for its place is measured by typst.
local BOLD = 1.25
local LARGE = 4
-- So wide is what stands in a list, and on a line to sign on
local PARTS = { list = 0.9, signature = 0.42, beside = 0.42 }

local function class_of(element)
  for _, class in ipairs(element.classes) do
    if STYLES[class] then
      return class
    end
  end
end

-- Text of the records as a string of typst, which nothing in it can leave.
local function quoted(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

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

-- A word that is broken where it is wider than its share of the page's width.
local function fitted(text, share, is_wide)
  return ("#fit(%.4f, %s,\n%s);"):format(share, tostring(is_wide), quoted(text))
end

-- How wide a word can be, in letters of common text: capitals and other scripts' letters count twice.
local function width_of(text)
  local width = 0
  for _, code in utf8.codes(text) do
    local is_wide = code >= 0x370 or code >= 0x40 and code <= 0x5a or code == 0x6d or code == 0x77
    width = width + (is_wide and 2 or 1.2)
  end
  return width
end

local function is_wider(text, most)
  return #text * 2 > most and width_of(text) > most
end

local function widest(share, letters, size)
  return (share * letters - 3) / size
end

local function fitting(share, letters, is_wide, size)
  local most = widest(share, letters, size)
  return {
    Str = function(str)
      if is_wider(str.text, most) then
        return pandoc.RawInline("typst", fitted(str.text, share, is_wide))
      end
    end,
  }
end

-- How many lines blocks take, at so many letters a line. A letter of three bytes and more can be as
-- wide as two.
local function lines_of(blocks, letters)
  local lines, width = 0, 0
  local function ended()
    lines, width = lines + math.max(math.ceil(width / letters), 1), 0
  end
  local function started()
    if width > 0 then
      ended()
    end
  end
  local function blank()
    width = width + 1
  end
  local count = {
    traverse = "topdown",
    Str = function(str)
      for _, code in utf8.codes(str.text) do
        width = width + (code < 0x800 and 1 or 2)
      end
    end,
    Space = blank,
    SoftBreak = blank,
    LineBreak = ended,
    Block = started,
  }
  for _, block in ipairs(blocks) do
    pandoc.Blocks({ block }):walk(count)
    ended()
  end
  return lines
end

-- Calls `visit(row, cell, share)` for each cell of some rows, with its share of the table's width.
local function each_cell(tab, rows, visit)
  local taken = {}
  for _, row in ipairs(rows) do
    local at = 1
    local function pass()
      while (taken[at] or 0) > 0 do
        taken[at], at = taken[at] - 1, at + 1
      end
    end
    for _, cell in ipairs(row.cells) do
      pass()
      local share = 0
      for _ = 1, cell.col_span do
        local spec = tab.colspecs[at]
        share = share + (spec and spec[2] or 1 / #tab.colspecs)
        taken[at], at = cell.row_span - 1, at + 1
      end
      visit(row, cell, share)
    end
    pass()
  end
end

-- The rows of which a page could hold no more than one or two, and which have to flow over pages. Words
-- that could be wider than their cell are measured.
local function long_rows(tab, rows, room, is_wide)
  local letters = is_wide and room.wide or room.upright
  local long, lines, is_shared = {}, 0, false
  each_cell(tab, rows, function(row, cell, share)
    local text = pandoc.utils.stringify(cell.contents)
    local wide, words = math.max(share * letters - 2, 2), 0
    local most, has_long = widest(share, letters, BOLD), false
    for found in text:gmatch("%S+") do
      words = words + 1
      has_long = has_long or is_wider(found, most)
    end
    -- no more lines than words: what is short needs no counting of each
    local taken = math.ceil(#text / wide) + words + #cell.contents
    if taken > room.whole then
      taken = lines_of(cell.contents, wide)
    end
    if taken > room.whole and long[#long] ~= row then
      table.insert(long, row)
    end
    lines = lines + taken
    is_shared = is_shared or cell.row_span > 1
    if has_long then
      cell.contents = cell.contents:walk(fitting(share, letters, is_wide, BOLD))
    end
  end)
  -- where rows share cells, all or none of them may flow
  return is_shared and lines > room.whole and rows or long
end

-- Where the last rows and the signature do not fit on a page any more, the row before them fills it.
local function hold_last(tab, room, is_wide)
  local rows = tab.bodies[#tab.bodies].body
  local before = rows[#rows - LAST_ROWS]
  if not before then
    return
  end
  local letters = is_wide and room.wide or room.upright
  local lines = 0
  for at = #rows - LAST_ROWS, #rows do
    local longest = 0
    each_cell(tab, { rows[at] }, function(_, cell, share)
      longest = math.max(longest, lines_of(cell.contents, math.max(share * letters - 2, 2)))
    end)
    lines = lines + longest
  end
  if lines <= room.whole then
    local hold = ("#hold(%d, %s)"):format(lines, tostring(is_wide))
    before.cells[1].contents:insert(pandoc.RawBlock("typst", hold))
  end
end

local function sized(tab, room, is_wide)
  local first = tab.bodies[1]
  if first and tab.classes:includes(SIGNED) then
    hold_last(tab, room, is_wide)
  end
  if first and #long_rows(tab, tab.head.rows, room, is_wide) > 0 then
    -- it would fill every page that it is repeated on
    first.head = tab.head.rows .. first.head
    tab.head.rows = {}
  end
  for _, body in ipairs(tab.bodies) do
    if #long_rows(tab, body.head, room, is_wide) > 0 then
      body.body = body.head .. body.body
      body.head = {}
    end
    for _, row in ipairs(long_rows(tab, body.body, room, is_wide)) do
      for _, cell in ipairs(row.cells) do
        cell.attributes["typst:breakable"] = "true"
      end
    end
  end
  return tab
end

-- A line to sign on beside another, which is as wide as there is room
local function signed_beside(div)
  if class_of(div) == "signature" then
    div.classes = { "signed-beside" }
    return div
  end
end

-- What a page can hold is looked at before its words become strings of typst.
local function measured(doc, room)
  local function sheet(div)
    if not div.classes:includes("sheet") then
      return nil
    end
    local is_wide = div.classes:includes("landscape")
    local letters = is_wide and room.wide or room.upright
    local is_by_hand = (div.attributes.room or "") ~= ""
    local function narrow(element, part)
      return element:walk(fitting(PARTS[part], letters, is_wide, LARGE))
    end
    local blocks = div.content
    for at, block in ipairs(blocks) do
      local below = blocks[at + 1]
      local is_signed = below and below.t == "Div" and class_of(below) == "together"
      if block.t == "Table" and is_signed and not is_by_hand then
        block.classes:insert(SIGNED)
      end
    end
    div.content = blocks
    return div
      :walk({
        Table = function(tab)
          if is_by_hand then
            tab.classes:insert(BY_HAND)
          end
          return sized(tab, room, is_wide)
        end,
        Div = function(inner)
          local class = class_of(inner)
          if class == "beside" then
            inner.content = inner.content:walk({ Div = signed_beside })
          end
          return PARTS[class] and narrow(inner, class) or nil
        end,
        BulletList = function(list)
          return narrow(list, "list")
        end,
        OrderedList = function(list)
          return narrow(list, "list")
        end,
      }),
      false
  end
  return doc:walk({ traverse = "topdown", Div = sheet })
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
  if heads > 0 and tab.classes:includes(BY_HAND) then
    rules = "#set table(stroke: ruled(" .. heads .. ", parted: true), inset: (left: 0.5em));"
  elseif heads > 0 then
    rules = "#set table(stroke: ruled(" .. heads .. "));"
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
  if is_wider(str.text, typst_most) then
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
    typst_most = widest(1, room.upright, LARGE)
    return measured(doc, room):walk(typst)
  end,
}
