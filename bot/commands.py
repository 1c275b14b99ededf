"""The commands that work, by what they are for: menus and help offer these alone (pure)."""

from typing import Final

READING: Final = ("tinmoi", "noibat", "chuyenmuc", "timkiem", "tinluu")
RECEIVING: Final = ("dangky", "huydangky", "giobantin", "tukhoa")
OTHER: Final = ("caidat", "kenh", "ngonngu", "dulieu", "xoadulieu", "gopy", "trogiup")
EDITING: Final = ("dangbai", "banthao", "choduyet", "suabai", "gotin", "lichdang", "thongke")
ADMINISTERING: Final = (
    "nguontin",
    "nhuanbut",
    "xuatdulieu",
    "thanhvien",
    "phanquyen",
    "nhatky",
    "saoluu",
)

MEMBER: Final = ("start", *READING, *RECEIVING, *OTHER)
IN_GROUPS: Final = ("dangky", "huydangky", "caidat")
