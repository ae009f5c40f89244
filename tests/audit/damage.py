"""Word files damaged at random: bytes, whole parts, and elements of their XML, with a seed."""

import copy
import io
import zipfile

from lxml import etree

from tests.audit.files import NAMESPACES, chart, field, p, run, section, story, table, text_box, word_file


def whole_file():
    """A small Word file with a number in every kind of container."""
    body = (
        p("标题")
        + p("全镇化解纠纷101起，", f'<w:ins w:id="7" w:author="甲">{run("5%")}</w:ins>')
        + table(["项目", "数量"], ["诉求", "404件"], ["其中", table(["内", "12件"]) + p("")])
        + p("图", text_box(p("808次")), '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p("共", f"<w:sdt><w:sdtContent>{run('606个')}</w:sdtContent></w:sdt>", field(" REF a ", "707份"))
        + p('<w:r><w:drawing><c:chart r:id="rId3"/></w:drawing></w:r>')
        + section(("header", "default", "rId1"))
    )
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("注111元")}</w:footnote></w:footnotes>'
    parts = {
        "h.xml": story("header", p("第909期")),
        "footnotes.xml": ("footnotes", notes),
        "c.xml": chart("办结率", ["家庭"], [0.985], show_values=True, pattern="0.0%"),
    }
    return word_file(body, parts)


def damaged(data, chance):
    """The file with some damage; `chance` is a random.Random."""
    kind = chance.random()
    if kind < 0.1:
        return data[: chance.randrange(len(data))]
    if kind < 0.25:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if chance.random() < 0.03:
                continue
            content = source.read(name)
            if chance.random() < 0.5:
                content = _shuffled(content, chance)
            target.writestr(name, content)
    return out.getvalue()


def _shuffled(content, chance):
    """XML with some elements taken out, doubled or moved, and some attributes changed."""
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        elements = list(root.iter())
        one, other = chance.choice(elements), chance.choice(elements)
        kind = chance.random()
        if kind < 0.3 and one is not root:
            one.getparent().remove(one)
        elif kind < 0.55:
            other.append(copy.deepcopy(one))
        elif kind < 0.7 and one not in (root, *other.iterancestors(), other):
            other.append(one)
        elif one.attrib:
            key = chance.choice(list(one.attrib))
            one.set(
                key, chance.choice(["", "999999999999", "-1", "x", "../../x", "rId1", "begin", "end", "0"])
            )
        else:
            one.tag = other.tag
    return etree.tostring(root)
