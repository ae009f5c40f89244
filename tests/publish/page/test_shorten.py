import base64
import struct
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.publish.page.shorten import Node, repacked, shortened
from fazhi_metrics.publish.page.strokes import moved

INHERITED = st.dictionaries(
    st.sampled_from(["fill", "stroke", "text-anchor"]), st.sampled_from(["a", "b"]), max_size=3
)
LEAVES = st.builds(
    lambda said, text: Node("text", tuple(said.items()), (), text),
    INHERITED,
    st.text("xyz", min_size=1, max_size=2),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda said, children: Node("g", tuple(said.items()), tuple(children)),
        INHERITED,
        st.lists(inner, max_size=5),
    ),
    max_leaves=20,
)


def drawn(nodes, around=()):
    """Every leaf in order with the attributes that hold for it, its own before those of the groups around."""
    found = []
    for node in nodes:
        said = {**dict(around), **dict(node.attributes)}
        found += [(node.text, said)] if node.tag == "text" else drawn(node.children, said.items())
    return found


def size(nodes):
    return sum(
        len(n.tag) * 2 + 5 + sum(len(a) + len(b) + 4 for a, b in n.attributes) + size(n.children)
        for n in nodes
    )


@settings(deadline=None)
@given(st.lists(TREES, max_size=6))
def test_every_letter_stays_in_order_with_the_same_look(trees):
    after = shortened(trees)
    assert drawn(after) == drawn(trees)
    assert size(after) <= size(trees)


def test_neighbours_say_what_they_share_once():
    texts = [Node("text", (("text-anchor", "middle"), ("x", str(x))), (), str(x)) for x in range(3)]
    [group] = shortened(texts)
    assert (group.tag, group.attributes) == ("g", (("text-anchor", "middle"),))
    assert [node.attributes for node in group.children] == [(("x", "0"),), (("x", "1"),), (("x", "2"),)]


def test_marks_that_look_alike_become_one_path_where_each_stood():
    marks = [
        Node("path", (("transform", f"translate({x},5)"), ("d", "M1,0L0,1Z"), ("fill", "#12436d")))
        for x in (10, 20)
    ]
    [path] = shortened(marks)
    assert dict(path.attributes)["d"] == moved("M1,0L0,1Z", 10, 5) + moved("M1,0L0,1Z", 20, 5)
    assert dict(path.attributes)["fill"] == "#12436d"


def test_marks_one_sees_through_are_not_joined_for_their_overlap_would_be_lost():
    marks = [Node("path", (("d", "M1,0L0,1Z"), ("fill-opacity", "0.5"))) for _ in range(2)]
    assert len(drawn_paths(shortened(marks))) == 2


def drawn_paths(nodes):
    return [n for node in nodes for n in ([node] if node.tag == "path" else drawn_paths(node.children))]


def test_a_clip_is_shared_only_by_what_was_not_moved():
    still = [Node("path", (("clip-path", "url(#k)"), ("d", "M0,0Z"), ("opacity", str(n)))) for n in range(3)]
    [group] = shortened(still)
    assert group.attributes == (("clip-path", "url(#k)"),)
    turned = [Node("path", (*node.attributes, ("transform", "rotate(9)"))) for node in still]
    assert all(node.tag == "path" for node in shortened(turned))


def png(pixels, level):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    parts = (
        chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Software\0x" * 9)
        + chunk(b"IDAT", zlib.compress(pixels, level))
        + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()


def test_a_png_is_packed_tighter_with_the_same_pixels():
    pixels = (b"\0" + bytes(range(64))) * 64
    before = png(pixels, 0)
    after = repacked(before)
    assert len(after) < len(before) / 4
    data = base64.b64decode(after.partition(",")[2])
    at = data.index(b"IDAT")
    [length] = struct.unpack(">I", data[at - 4 : at])
    assert zlib.decompress(data[at + 4 : at + 4 + length]) == pixels


def test_what_is_no_png_stays_as_it_is():
    for address in ("data:image/png;base64,AAAA", "data:image/png;base64,%%", "", png(b"", 9)[:60]):
        assert repacked(address) == address
