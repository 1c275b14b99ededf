"""Pictures for tests."""

import io

from PIL import Image


def picture(width: int = 32, height: int = 24, form: str = "PNG", shade: int = 90) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 80, 70)).save(content, form)
    return content.getvalue()
