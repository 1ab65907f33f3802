"""What people could write into records to have forms do more than show it."""

from __future__ import annotations

__all__ = ["OVERLONG", "TEXTS", "WEIGHTS"]

# {secret} is the path of a file that nobody may read, {url} that of a server nobody may ask
TEXTS = {
    "reads a file": (
        "![picture]({secret})",
        r"\input{{{secret}}} \include{{{secret}}} \verbatiminput{{{secret}}}",
        '#read("{secret}") #include "{secret}" #image("{secret}") #csv("{secret}")',
        "{{{{ ''.__class__.__mro__ }}}} {{{{ self._TemplateReference__context }}}}",
        '{{% include "{secret}" %}} {{% import "{secret}" as x %}}',
        '<img src="{secret}"> <img src="file://{secret}"> <object data="{secret}"></object>',
        '<link rel="stylesheet" href="{secret}"> <style>@import url("{secret}")</style>',
        '<embed src="{secret}"><iframe src="{secret}"></iframe><xi:include href="{secret}"/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]> &e;',
        "{{ INCLUDETEXT {secret} }} {{ INCLUDEPICTURE {secret} }} {{ LINK x {secret} }}",
        "[a file](file://{secret}) <file://{secret}>",
        "`include {secret}` ```{{.include}} {secret}``` .. include:: {secret}",
    ),
    "asks a server": (
        '<img src="{url}/a"> <script src="{url}/b"></script> <iframe src="{url}/c"></iframe>',
        '<link rel="stylesheet" href="{url}/d"> <style>@import url({url}/e)</style>',
        '<p style="background: url({url}/f)">x</p> <svg><image href="{url}/g"/></svg>',
        '<meta http-equiv="refresh" content="0; url={url}/h"> <base href="{url}/">',
        '#image("{url}/i.png") #import "@preview/x:1.0.0": * #plugin("{url}/j")',
        r"\includegraphics{{{url}/k}} \href{{{url}/l}}{{x}}",
        '{{ INCLUDEPICTURE "{url}/m" }} {{ DDEAUTO "{url}/n" }} {{ HYPERLINK "{url}/o" }}',
        "![x]({url}/p.png) ![y]({url}/q.svg) ![z][1]",
        "[1]: {url}/r",
    ),
    "runs code": (
        '<script>alert("x")</script> <img onerror="alert(1)" src="x"> <svg onload="alert(1)">',
        '<a href="javascript:alert(1)">x</a> [go](javascript:alert(1)) [go](data:text/html,x)',
        '#eval("1+1") #sys.inputs #panic("x") #(while true {{}}) #plugin("x")',
        '{{{{ 7*7 }}}} {{{{ cycler.__init__.__globals__.os.system("id") }}}} {{% for x in y %}}',
        r"\write18{{id}} \immediate\openout \directlua{{os.execute('id')}}",
        r'{{ DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" }} {{ DDE excel x }}',
        "{{ MACROBUTTON AutoOpen x }} {{ =1+1 }} {{ QUOTE {{ PAGE }} }} {{ EMBED Package }}",
        "=cmd|'/C calc'!A0 +1+1 -1+1 @SUM(1+1) =HYPERLINK(1)",
        "os.execute('id') pandoc.pipe('id') $(id) `id` ; id | id & id",
    ),
    "breaks out": (
        "</td></tr></table></section></main></body></html> <td> </p> </div> -->",
        '"> </title> </style> <!-- <![CDATA[ ]]> <plaintext> <textarea>',
        "| a | b |",
        "|---|---|",
        "+---+---+ === ---",
        "```{{=openxml}} <w:p/> ```",
        "``` {{=typst}} #panic() ``` `x`{{=html}} [x]{{.stamp}} ::: {{.sheet}} :::",
        "]]]] )))) }}}} #[ #( #{{ ]#[ /* // */ <label> @reference $ $$ ~ = == ' \" \\",
        "#sheet-1 #metadata(none)<sheet-1> #counter(page).update(99) #set page(width: 1pt)",
        "</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:altChunk/>",
        "% comment %% {{# comment #}} {{{{ }}}} \u2028 \u2029 \x7f",
        "&lt;script&gt; &#60;script&#62; &nbsp; &amp;amp; %3Cscript%3E",
    ),
    "writes oddly": (
        "\u202egnitirw\u202c \u2066isolated\u2069 \u200f\u200e \u061c marks of direction",
        "zero\u200bwidth\u200cjoin\u200d \u2060\ufeff\u00ad soft",
        "Z\u0335\u0321\u0322\u0327a\u0300\u0301\u0302\u0303\u0304\u0305l\u0489g\u0338o",
        "\u0645\u062d\u0645\u062f \u05d3\u05d5\u05d3 Ωμέγα Жук",
        "very" * 60,
    ),
}
# as long as an answer may be, and as heavy as its letters can make it
MOST = 29_000
WEIGHTS = {
    "lists inside each other": "- " * (MOST // 2),
    "links": "[a](http://a.example) " * (MOST // 22),
    "backticks": "`" * MOST,
    "one word": "a" * MOST,
    "lines": "a\n" * (MOST // 2),
    "nothing to be seen": "\u200b" * MOST,
    "both directions": "\u202e\u2066" * (MOST // 2),
    "marks on one letter": "a" + "\u0301" * MOST,
    "letters that no font has": "\U000f1234" * MOST,
    "quotes of code": '\\"#[' * (MOST // 4),
}
OVERLONG = {
    "a word of 1 MB": "a" * 1_000_000,
    "200,000 lines": "a\n" * 200_000,
    "lists of 100,000": "- " * 100_000,
    "brackets of 100,000": "[" * 100_000,
    "emphasis of 100,000": "*" * 100_000 + "a" + "*" * 100_000,
    "only spaces": "\u00a0" * 100_000,
}
