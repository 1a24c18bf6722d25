"""Makes the wheel of shop_native from the extension that is in this folder."""

import glob
import os
import zipfile

(extension,) = glob.glob("shop_native*.so")
tag = f"cp313-cp313-linux_{os.uname().machine}"
info = "shop_native-1.0.dist-info"
files = {
    f"{info}/METADATA": b"Metadata-Version: 2.1\nName: shop-native\nVersion: 1.0\n",
    f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
    f"{info}/RECORD": f"{extension},,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n".encode(),
}
with zipfile.ZipFile(f"shop_native-1.0-{tag}.whl", "w") as archive:
    archive.write(extension)
    for name, content in files.items():
        archive.writestr(name, content)
