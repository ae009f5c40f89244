"""Small Word files written as XML, for tests of what a reader of the file sees."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = {
    "document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}


def run(text, properties=""):
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content, properties=""):
    return f"<w:p>{properties}{''.join(c if c.startswith('<') else run(c) for c in content)}</w:p>"


def field(code, result):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows):
    def cell(content):
        return f"<w:tc>{content if content.startswith('<') else p(content)}</w:tc>"

    return f"<w:tbl><w:tblGrid/>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def text_box(*content):
    inner = "".join(content)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def section(*references, title_page=False):
    inner = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{identity}"/>' for kind, which, identity in references
    )
    return f"<w:sectPr>{inner}{'<w:titlePg/>' if title_page else ''}</w:sectPr>"


def word_file(body, parts=None, relations=(), document_type=TYPES["document"], extra=None):
    """Return the bytes of a .docx: `parts` maps a name under word/ to (kind, XML)."""
    parts = dict(parts or {})
    rels = [(f"rId{i}", kind, name) for i, (name, (kind, _)) in enumerate(parts.items(), start=1)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(
            f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
            f'{"drawingml" if kind == "chart" else "wordprocessingml"}.{kind}+xml"/>'
            for name, (kind, _) in parts.items()
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            f'<Override PartName="/word/document.xml" ContentType="{document_type}"/>{overrides}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        listed = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, k, t in rels)
        listed += "".join(
            f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}" TargetMode="External"/>'
            for i, k, t in relations
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}'
            "</Relationships>",
        )
        xml = (
            body
            if body.startswith(("<?xml", "<!"))
            else (f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        )
        archive.writestr("word/document.xml", xml)
        for name, (_, content) in parts.items():
            archive.writestr(f"word/{name}", content)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def story(kind, content):
    tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    return kind, f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def chart(title="", categories=(), values=(), show_values=False, pattern="General"):
    points = "".join(f'<c:pt idx="{i}"><c:v>{x}</c:v></c:pt>' for i, x in enumerate(categories))
    numbers = "".join(f'<c:pt idx="{i}"><c:v>{x}</c:v></c:pt>' for i, x in enumerate(values))
    return "chart", (
        f"<c:chartSpace {NAMESPACES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p>"
        "</c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>"
        f'<c:dLbls><c:showVal val="{int(show_values)}"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$9</c:f><c:strCache>{points}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B$9</c:f><c:numCache><c:formatCode>{pattern}</c:formatCode>{numbers}"
        "</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
