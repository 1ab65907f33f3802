-- Measures what a page can hold, before typst sets it: words that are broken where they are too wide,
-- rows that flow over pages, and a table's last rows that stay with what is signed below it. form.lua
-- says which class an element has that it knows.
local class_of = ...

-- A table with room to write in, whose columns have to be told apart
local BY_HAND = "by-hand"
-- A table so short that no page's end may part it; each cell has at most so many lines as words
local WHOLE, FEW_ROWS, FEW_LINES = "whole", 8, 80
-- A table whose last rows stay with what is signed below
local HELD = "held"
-- Of a table below which somebody signs, so many last rows stay with the signature
local LAST_ROWS = 2
-- How much wider than common text a word can be: in bold type, and in headings and names. What could
-- be too wide for its place is measured by typst.
local BOLD = 1.25
local LARGE = 4
-- So wide is what stands in a list, and on a line to sign on
local PARTS = { list = 0.9, signature = 0.42, beside = 0.42 }

-- Text of the records as a string of typst, which nothing in it can leave.
local function quoted(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
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
  return is_shared and lines > room.whole and rows or long, lines
end

-- A table's last rule, and that of the row that fills a page, would stand at the page's end: what stands in
-- the row below draws the one, and goes with it to its page, and what is signed draws the other.
local function rule_itself(above, below, last, signed)
  for _, row in ipairs({ above, last }) do
    for _, cell in ipairs(row.cells) do
      cell.attributes["typst:stroke"] = "(bottom: none)"
    end
  end
  for _, cell in ipairs(below.cells) do
    cell.contents:insert(1, pandoc.RawBlock("typst", "#rule-above"))
  end
  signed.content:insert(1, pandoc.RawBlock("typst", "#rule-before"))
end

-- Where the last rows and the signature do not fit on a page any more, the row before them fills it.
local function hold_last(tab, signed, room, is_wide)
  local body = tab.bodies[#tab.bodies]
  local rows = body and body.body or {}
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
    tab.classes:insert(HELD)
    rule_itself(before, rows[#rows - LAST_ROWS + 1], rows[#rows], signed)
  end
end

local function sized(tab, room, is_wide)
  local first = tab.bodies[1]
  if first and #long_rows(tab, tab.head.rows, room, is_wide) > 0 then
    -- it would fill every page that it is repeated on
    first.head = tab.head.rows .. first.head
    tab.head.rows = {}
  end
  local rows, lines, is_long = #tab.head.rows, 0, false
  for _, body in ipairs(tab.bodies) do
    if #long_rows(tab, body.head, room, is_wide) > 0 then
      body.body = body.head .. body.body
      body.head = {}
    end
    local long, taken = long_rows(tab, body.body, room, is_wide)
    for _, row in ipairs(long) do
      for _, cell in ipairs(row.cells) do
        cell.attributes["typst:breakable"] = "true"
      end
    end
    rows, lines = rows + #body.head + #body.body, lines + taken
    is_long = is_long or #long > 0
  end
  if rows <= FEW_ROWS and lines <= FEW_LINES and not is_long and not tab.classes:includes(HELD) then
    tab.classes:insert(WHOLE)
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
        hold_last(block, below, room, is_wide)
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

return {
  BY_HAND = BY_HAND,
  WHOLE = WHOLE,
  LARGE = LARGE,
  quoted = quoted,
  fitted = fitted,
  is_wider = is_wider,
  widest = widest,
  measured = measured,
}
