-- Converts many pages in one pandoc: `pandoc lua batch.lua JOBS`, where JOBS is a JSON file.
-- Each job names a page and what to write of it; its number and its fault, if it has one, are
-- written to standard output as soon as it is done, so that it is known where pandoc stopped.
-- Where JOBS is -, nothing of a page touches the disk: the jobs come in on standard input with the
-- pages in them, and what is written goes out with their numbers, in hexadecimal digits.
local function read(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read("a")
  file:close()
  return content
end

local unseen = arg[1] == "-"
local jobs = pandoc.json.decode(unseen and io.read("a") or read(arg[1]), false)

-- What a page says is text: nothing of it may be read as an identifier or as another markup
local READER = "html-auto_identifiers"
local forms = loadfile(jobs.form)(jobs.measure)
local options = {
  docx = { reference_doc = jobs.reference, template = jobs.template },
  typst = { wrap_text = "none" },
}
local RUNNING = { "left", "right", "foot", "stamp", "room" }
local LENGTH = "^%d+%.?%d*$"
local images = {}

local function write(path, content)
  local file = assert(io.open(path, "wb"))
  file:write(content)
  assert(file:close())
end

local function in_digits(content)
  return (content:gsub(".", function(byte)
    return ("%02x"):format(byte:byte())
  end))
end

local function text(element)
  return pandoc.Str(element.text)
end

local function nothing()
  return {}
end

-- An attribute can hold code of the format that is written; only known ones stay.
local function bare(element)
  local kept = {}
  if element.classes:includes("sheet") then
    for _, name in ipairs(RUNNING) do
      kept[name] = element.attributes[name]
    end
  else
    element.identifier = ""
  end
  element.attributes = kept
end

local function kept(element)
  bare(element)
  return element
end

local function block(div)
  if div.classes:includes("running") then
    return {}
  end
  return kept(div)
end

local function link(element)
  local target = element.target
  if target:match("^https?://") or target:match("^mailto:") or target:match("^#sheet%-%d+$") then
    return pandoc.Link(element.content, target, "", pandoc.Attr("", element.classes))
  end
  return element.content
end

-- Height in inches; a page gives it as data-height, for the paper formats do not see its CSS.
local function height(given)
  local number, unit = (given or ""):match("^([%d.]+)(%a*)$")
  local per_inch = { ["in"] = 1, cm = 2.54, mm = 25.4, pt = 72, px = 96, [""] = 96 }
  if number and number:match(LENGTH) and per_inch[unit] then
    return ("%.4fin"):format(tonumber(number) / per_inch[unit])
  end
end

-- Only pictures that came with the batch: nothing is fetched from anywhere.
local function image(element)
  if not images[element.src] then
    return {}
  end
  local tall = height(element.attributes["data-height"] or element.attributes.height)
  return pandoc.Image(element.caption, element.src, "", { height = tall })
end

local function quotation(element)
  local marks = element.quotetype == "SingleQuote" and { "‘", "’" } or { "“", "”" }
  local content = element.content
  content:insert(1, pandoc.Str(marks[1]))
  content:insert(pandoc.Str(marks[2]))
  return content
end

-- A link from page to page leads nowhere when there is no such sheet.
local function without_dead_links(doc)
  local sheets = {}
  doc:walk({
    Div = function(div)
      sheets["#" .. div.identifier] = true
    end,
  })
  return doc:walk({
    Link = function(found)
      if found.target:match("^#") and not sheets[found.target] then
        return found.content
      end
    end,
  })
end

local CLEAN = {
  RawBlock = nothing,
  RawInline = nothing,
  Note = nothing,
  Math = text,
  Code = text,
  CodeBlock = function(element)
    return pandoc.Para({ text(element) })
  end,
  Quoted = quotation,
  Div = block,
  Span = kept,
  Header = kept,
  Link = link,
  Image = image,
  Figure = kept,
}

-- The cells' own attributes are out of a filter's reach
local function bare_cells(tab)
  local function clear(rows)
    for _, row in ipairs(rows) do
      row.attr = pandoc.Attr()
      for _, cell in ipairs(row.cells) do
        cell.attr = pandoc.Attr()
      end
    end
  end
  tab.attr = pandoc.Attr("", tab.classes)
  clear(tab.head.rows)
  clear(tab.foot.rows)
  for _, body in ipairs(tab.bodies) do
    clear(body.head)
    clear(body.body)
  end
  return tab
end
CLEAN.Table = bare_cells

local function convert(job)
  local made = {}
  local page = pandoc.read(unseen and job.html or read(job.page), READER, {}, {})
  page = without_dead_links(page:walk(CLEAN))
  page.meta = { title = job.title, author = jobs.author, lang = jobs.lang }
  for format, path in pairs(job.to) do
    local content = pandoc.write(forms[format](page, jobs.room), format, options[format])
    if unseen then
      made[format] = in_digits(content)
    else
      write(path, content)
    end
  end
  return made
end

for name, file in pairs(jobs.images) do
  images[name] = true
  pandoc.mediabag.insert(name, file.kind, read(file.path))
end
for number, job in ipairs(jobs.jobs) do
  local done, made = pcall(convert, job)
  local said = { job = number - 1, fault = done and "" or tostring(made) }
  said.made = unseen and done and made or nil
  io.stdout:write(pandoc.json.encode(said), "\n")
  io.stdout:flush()
end
