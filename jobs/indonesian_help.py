"""What `bokar --help` says in Indonesian, by command and option; what is not here stays English."""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "": "Pemantauan harga dan harga minimum bokar.",
    "explain": "Jelaskan harga minimum sebuah kabupaten/kota: yang diumumkan, atau usulan terbaru.",
    "floors": "Tampilkan, umumkan dan tarik harga minimum; putuskan cara penetapannya.",
    "floors list": "Tampilkan harga minimum menurut semua metode.",
    "floors policies": "Tampilkan cara penetapan harga minimum.",
    "floors policy": "Putuskan cara penetapan harga minimum sebuah kabupaten/kota mulai sekarang.",
    "floors publish": "Umumkan harga minimum ID yang diusulkan atau yang sudah digantikan.",
    "floors withdraw": "Tarik harga minimum ID yang diumumkan, beserta peringatannya.",
    "import": "Ambil berkas harga, malam lelang, survei biaya, atau indeks bulanan.",
    "import auctions": "Ambil malam lelang dari FILE (CSV, XLSX atau ODS): satu baris satu lot; bentuknya dibuat oleh "
    "`bokar template auctions`.",
    "import indices": "Ambil indeks bulanan dari FILE (CSV, XLSX atau ODS), dan penghubung antar tahun dasar.",
    "import prices": "Ambil harga dari FILE (CSV, XLSX atau ODS).",
    "import surveys": "Ambil rumah tangga survei biaya dari FILE (CSV, XLSX atau ODS), satu per baris.\n\n"
    "Keterangan surveinya dapat diberikan sebagai konstanta: --map constants.title=..., source, sampling, represents, "
    "population.",
    "job": "Jalankan sebuah pekerjaan dengan tangan.",
    "job run": "Jalankan pekerjaan NAME sekali, sekarang, dan catat.",
    "keys": "Buat, tampilkan dan akhiri kunci API: siapa boleh mengirim, dan membaca yang tidak terbuka.",
    "keys create": "Buat kunci dan tampilkan, sekali ini saja.",
    "keys list": "Tampilkan semua kunci, tanpa rahasianya.",
    "keys revoke": "Akhiri kunci PREFIX sekarang (kunci yang bocor boleh ditulis seluruhnya).",
    "load-sample": "Muat contoh terbitan dan hitung; bila diulang, tidak ada yang termuat dua kali.",
    "migrate": "Sesuaikan basis data dengan tabel versi ini.",
    "personal": "Jawab orang yang menanyakan data tentang dirinya (UU 27/2022), dan ganti kunci kode nama.",
    "personal erase": "Hapus yang tersimpan tentang rumah tangga atau pelapor dengan kode HASH.",
    "personal export": "Tampilkan semua yang tersimpan tentang rumah tangga atau pelapor dengan kode HASH.",
    "personal hash": "Tampilkan kode seseorang; nama dan nomor teleponnya ditanyakan.",
    "personal rotate": "Buat kunci baru dan lapisi semua kode yang tersimpan dengannya.",
    "scheduler": "Jalankan jadwal saja sampai Ctrl-C.",
    "serve": "Layani API saja, dari basis data yang sudah sesuai.",
    "settings": "Tampilkan semua pengaturan dengan nilai bakunya dan gunanya.",
    "template": "Tulis templat Excel untuk KIND ke FILE (.xlsx), dengan daftar pilihan dan baris contoh.\n\n"
    "KIND: prices (harga), auctions (lelang), surveys (survei biaya), indices (indeks), atau form (formulir survei "
    "biaya untuk KoboToolbox dan ODK Central).",
    "up": "Siapkan basis data, hitung, tampilkan hasilnya, lalu layani API dan jadwal sampai Ctrl-C.",
}
# By option, or by command and option where an option means something else there.
OPTIONS: Mapping[str, str] = {
    "--source": "Sumber baris-barisnya; dalam satu sumber setiap catatan dikenali.",
    "--sheet": "Lembar mana dari buku kerja; bila kosong: satu-satunya, atau yang bernama data.",
    "--numbers": "comma_decimal (1.234,5) atau point_decimal (1,234.5); bila kosong: dicari tahu.",
    "--dates": "day_first (hari dahulu) atau month_first (bulan dahulu); bila kosong: dicari tahu.",
    "--map": "columns.KOLOM_BERKAS=KOLOM_KAMI, constants.KOLOM_KAMI=NILAI",
    "--dry-run": "Tampilkan laporan yang sama tanpa menulis apa pun.",
    "--historical": "Data lama: tidak ada yang diberi tahu.",
    "--proportional": "Setiap kadar dalam tabel KKK adalah harga kering yang sama: periksa.",
    "--name": "Milik siapa kuncinya, mis. kantornya; ditulis di samping yang diubahnya.",
    "--scope": "Yang boleh dilakukan; boleh diulang.",
    "--expires": "Hari terakhir berlakunya; bila kosong: tanpa batas.",
    "--sample": "Muat dahulu contoh terbitan; bila diulang, tidak ada yang termuat dua kali.",
    "--port": "Port yang didengarkan; bila kosong: BOKAR_PORT atau 8000.",
    "--language": "Bila kosong: BOKAR_LANGUAGE.",
    "--method": "Bila kosong: metode yang diumumkan.",
}
