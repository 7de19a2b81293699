"""Files of each format, made for the tests."""

import io
import zipfile

import docx

REPORT = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。"
ROWS = [["单位", "出动警力(人次)", "检查场所(家)"], ["城关派出所", "120", "30"], ["东城派出所", "80", "20"]]
SENTENCES = ["城关派出所:出动警力120人次,检查场所30家。", "东城派出所:出动警力80人次,检查场所20家。"]


def page(encoding: str = "utf-8") -> bytes:
    """Return a page of the web with menus, script and a table."""
    cells = "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(("th", "td", "td"), ROWS, strict=True)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>春节安保-某某网</title>
<meta name="PubDate" content="2024-02-18 10:20"><script>var a = "出动警力999人次";</script>
<style>.检查宾馆777家 {{}}</style></head><body>
<div class="nav"><a href="/">首页</a><a href="/x">新闻</a></div>
<div class="content"><h1>兰溪市公安局全力做好春节安保工作</h1>
<p>{REPORT}全市治安大局平稳,没有发生重大案件。</p>
<table>{cells}</table><p>下一步,兰溪市公安局将继续加强巡逻防控,确保人民群众过上平安祥和的节日。</p></div>
<div class="footer">版权所有 某某网</div></body></html>""".encode(encoding)


def word() -> bytes:
    """Return a document of Word with a paragraph, a table, a paragraph."""
    document = docx.Document()
    document.add_paragraph("春节安保")
    document.add_paragraph(REPORT)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("下一步继续加强巡逻防控。")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """Return a PDF file with those lines as its text layer, in a font that is not embedded."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines)
        content = f"BT /F 12 Tf 50 800 Td {shown} ET".encode()
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (6 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    return (
        data
        + head
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    )


def archive(**members: bytes) -> bytes:
    """Return a zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()
