"""The main pages look as they did when a person last looked at them. NCP_UPDATE_GOLDEN=1 takes new pictures."""

import os
import pathlib
import struct
import subprocess
import unittest
import zlib

import browser

IMAGES = browser.ROOT / "tests" / "golden" / "images"
FONTS = IMAGES / "fonts.txt"
# Picture: page, medium, width and height.
PICTURES = {
    "summary-light": ("patient summary", "light", 900, 1400),
    "summary-dark": ("patient summary", "dark", 900, 1400),
    "summary-print": ("patient summary", "print", 800, 1300),
    "prescription": ("prescription", "light", 900, 900),
    "medication": ("medication overview", "light", 900, 1500),
    "laboratory-narrow": ("laboratory report", "light", 420, 1200),
    "image": ("medical image", "light", 900, 600),
}
# Of all pixels, so many may differ by more than so much: smoothing of letters differs between releases.
SHARE = 0.005
STEP = 48


def fonts():
    """What stands in for the fonts of the page on this machine."""
    families = ("Source Sans 3", "Segoe UI", "Noto Sans", "Liberation Sans", "sans-serif")
    return "".join(subprocess.run(["fc-match", family], capture_output=True, text=True, check=True).stdout
                   for family in families)


def pixels(png):
    """Width, height and bytes a pixel of a PNG of 8 bits without interlacing, and its rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, width, height, size = 8, b"", 0, 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", png[at + 8:at + 21])
            assert depth == 8 and interlace == 0 and colour in (2, 6)
            size = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            data += png[at + 8:at + 8 + length]
        at += length + 12
    raw, rows, before = zlib.decompress(data), [], bytearray(width * size)
    step = width * size + 1
    for row in range(height):
        line = bytearray(raw[row * step + 1:(row + 1) * step])
        unfilter(raw[row * step], line, before, size)
        rows.append(line)
        before = line
    return width, height, size, rows


def unfilter(kind, line, above, size):
    """Undoes a PNG filter (PNG 9.2) in place."""
    for at in range(len(line)):
        left = line[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        if kind == 0:
            return
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + above[at]) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + above[at]) // 2) & 255
        else:
            guess = left + above[at] - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - above[at]), 1, above[at]),
                          (abs(guess - corner), 2, corner))
            line[at] = (line[at] + nearest[2]) & 255


def share_of_difference(first, second):
    """Which share of the pixels differs visibly; 1 for pictures of other sizes."""
    width, height, size, rows = pixels(first)
    other_width, other_height, other_size, others = pixels(second)
    if (width, height) != (other_width, other_height):
        return 1.0
    differing = 0
    for row, other in zip(rows, others):
        if row[:] == other[:] and size == other_size:
            continue
        for x in range(width):
            a, b = row[x * size:x * size + 3], other[x * other_size:x * other_size + 3]
            differing += a != b and max(abs(p - q) for p, q in zip(a, b)) > STEP
    return differing / (width * height)


class Images(browser.BrowserCase):
    def picture(self, name, change=lambda html: html):
        page, medium, width, height = PICTURES[name]
        file = self.place / f"{name}.png"
        self.browse(change(browser.as_medium(self.page(page), medium)), f"--screenshot={file}",
                    f"--window-size={width},{height}")
        return file.read_bytes()

    def setUp(self):
        if os.environ.get("NCP_UPDATE_GOLDEN") == "1":
            FONTS.write_text(fonts(), encoding="utf-8")
        elif fonts() != FONTS.read_text(encoding="utf-8"):
            print("skipped: other fonts than the pictures were taken with")
            self.skipTest("skipped: other fonts than the pictures were taken with")

    def test_the_main_pages_look_as_agreed(self):
        for name in PICTURES:
            with self.subTest(picture=name):
                taken, kept = self.picture(name), IMAGES / f"{name}.png"
                if os.environ.get("NCP_UPDATE_GOLDEN") == "1":
                    pathlib.Path(kept).write_bytes(taken)
                self.assertLessEqual(share_of_difference(taken, kept.read_bytes()), SHARE)

    def test_a_page_that_looks_different_is_noticed(self):
        changed = self.picture("prescription", lambda html: html.replace("font-size: 1.625rem", "font-size: 3rem"))
        self.assertGreater(share_of_difference(changed, (IMAGES / "prescription.png").read_bytes()), SHARE)


if __name__ == "__main__":
    unittest.main()
