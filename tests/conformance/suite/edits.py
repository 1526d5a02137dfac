"""Changes to a message that a case file tells: set, remove and add, each at an XPath expression."""

from lxml import etree

from suite.namespaces import PREFIXES

DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
PLACES = ("into", "before", "after", "first_in")


class UnusableEdit(Exception):
    """The edit selects nothing or is written wrongly: the case file is at fault."""


def apply(root, edits, values):
    for edit in edits:
        if "set" in edit:
            set_value(root, values.text(edit["set"]), values.text(edit["to"]), edit.get("attribute"))
        elif "remove" in edit:
            for one in selected(root, values.text(edit["remove"])):
                remove(one)
        elif "add" in edit:
            add(root, values.xml(edit["add"]), edit, values)
        elif "move" in edit:
            move(root, values.text(edit["move"]), edit, values)
        else:
            raise UnusableEdit(f"unknown edit {sorted(edit)}")


def selected(root, path):
    found = root.xpath(path, namespaces=PREFIXES)
    if not found:
        raise UnusableEdit(f"nothing is selected by {path}")
    return found


def set_value(root, path, value, attribute=None):
    """Gives an attribute or an element's text another value; `attribute` names one that may be new."""
    for one in selected(root, path):
        if attribute:
            one.set(attribute, value)
        elif isinstance(one, str):
            one.getparent().set(one.attrname, value)
        else:
            one.text = value


def remove(one):
    if isinstance(one, str):
        del one.getparent().attrib[one.attrname]
        return
    parent = one.getparent()
    previous = one.getprevious()
    if one.tail and previous is not None:
        previous.tail = (previous.tail or "") + one.tail
    elif one.tail:
        parent.text = (parent.text or "") + one.tail
    parent.remove(one)


def add(root, xml, edit, values):
    """Puts each element of `xml` at the place; the prefixes of the suite are declared there, and others not kept."""
    for piece in etree.fromstring(f"<pieces {DECLARED}>{xml}</pieces>"):
        piece.tail = None
        put(root, piece, edit, values)
        etree.cleanup_namespaces(piece)


def move(root, path, edit, values):
    """Takes one element away from where it stands and puts it at another place, its text around it left alone."""
    one = selected(root, path)[0]
    remove(one)
    one.tail = None
    put(root, one, edit, values)


def put(root, piece, edit, values):
    place = next((key for key in PLACES if key in edit), None)
    if place is None:
        raise UnusableEdit(f"an edit without any of {', '.join(PLACES)}")
    target = selected(root, values.text(edit[place]))[0]
    if place == "into":
        target.append(piece)
    elif place == "first_in":
        target.insert(0, piece)
    elif place == "before":
        target.addprevious(piece)
    else:
        tail = target.tail
        target.addnext(piece)
        target.tail, piece.tail = None, tail
