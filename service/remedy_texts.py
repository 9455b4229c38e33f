"""What each type of error is told as, in English and Indonesian: pydantic's own, and ours of its kind."""

from collections.abc import Mapping

# What a pattern stands for, by the pattern.
FORMS: Mapping[str, tuple[str, str]] = {
    "^[0-9]{2}$": ("NN, e.g. 16", "NN, mis. 16"),
    r"^[0-9]{2}\.[0-9]{2}$": ("NN.NN, e.g. 16.03", "NN.NN, mis. 16.03"),
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$": ("NN.NN.NN, e.g. 16.03.01", "NN.NN.NN, mis. 16.03.01"),
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$": (
        "NN.NN.NN.NNNN, e.g. 16.03.01.2001",
        "NN.NN.NN.NNNN, mis. 16.03.01.2001",
    ),
    "^([^=]+=100|IDR)$": ("a base such as 2018=100, or IDR", "tahun dasar seperti 2018=100, atau IDR"),
    "^[^:]+$": ("text without a colon, e.g. 12/A", "teks tanpa titik dua, mis. 12/A"),
    "^[ -~]+$": (
        "printable ASCII, e.g. 8e03978e-40d5-43dd-bc93-6894a57f9324",
        "ASCII yang tercetak, mis. 8e03978e-40d5-43dd-bc93-6894a57f9324",
    ),
    "^(100|[1-9][0-9]?)$": ("a whole number from 1 to 100, e.g. 60", "bilangan bulat dari 1 sampai 100, mis. 60"),
    r"^[1-9][0-9]{0,6}(\.[0-9]{1,2})?$": (
        'a price as text with a decimal point, e.g. "12867.50"',
        'harga sebagai teks dengan titik desimal, mis. "12867.50"',
    ),
}
# By type of error; names in braces are the facts that come with it.
REMEDIES: Mapping[str, tuple[str, str]] = {
    "missing": ("is needed", "wajib diisi"),
    "extra_forbidden": ("is not known here; leave it out", "tidak dikenal di sini; hilangkan"),
    "int_parsing": ("must be a whole number", "harus bilangan bulat"),
    "float_parsing": ("must be a number", "harus bilangan"),
    "bool_parsing": ("must be true or false", "harus true (ya) atau false (tidak)"),
    "finite_number": ("must be a finite number", "harus bilangan berhingga"),
    "enum": ("must be one of: {expected}", "harus salah satu dari: {expected}"),
    "literal_error": ("must be one of: {expected}", "harus salah satu dari: {expected}"),
    "greater_than": ("must be above {gt}", "harus lebih dari {gt}"),
    "greater_than_equal": ("must be {ge} or more", "harus {ge} atau lebih"),
    "less_than": ("must be below {lt}", "harus kurang dari {lt}"),
    "less_than_equal": ("must be {le} or less", "harus {le} atau kurang"),
    "string_pattern_mismatch": ("must have the form {pattern}", "harus berbentuk {pattern}"),
    "day_form": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_parsing": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_type": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_from_datetime_inexact": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "date_from_datetime_parsing": ("must be a day, YYYY-MM-DD", "harus berupa hari, YYYY-MM-DD"),
    "unreadable_day": (
        "must be a day with its year in four digits, e.g. 2020-12-17, 17/12/2020 or 17 Dec 2020",
        "harus berupa tanggal dengan tahun empat angka, mis. 17/12/2020, 17 Des 2020 atau 2020-12-17",
    ),
    "unreadable_number": ("must be a number, e.g. 11029 or 11029.50", "harus bilangan, mis. 11029 atau 11029,50"),
    "repeated": ("must be given once", "hanya boleh diisi sekali"),
    "json_invalid": ("is not JSON", "bukan JSON"),
    "model_attributes_type": ("must be a JSON object", "harus berupa objek JSON"),
    "model_type": ("must be a JSON object", "harus berupa objek JSON"),
    "dict_type": ("must be a JSON object", "harus berupa objek JSON"),
    "json_type": ("must be JSON as text", "harus JSON sebagai teks"),
    "list_type": ("must be a list", "harus berupa daftar"),
    "tuple_type": ("must be a list", "harus berupa daftar"),
    "string_type": ("must be text", "harus berupa teks"),
    "string_unicode": ("must be readable text", "harus berupa teks yang terbaca"),
    "string_too_short": ("must have at least {min_length} characters", "harus paling sedikit {min_length} karakter"),
    "string_too_long": ("must have at most {max_length} characters", "harus paling banyak {max_length} karakter"),
    "too_short": ("must have at least {min_length} entries", "harus paling sedikit {min_length} isian"),
    "too_long": ("must have at most {max_length} entries", "harus paling banyak {max_length} isian"),
    "int_type": ("must be a whole number", "harus bilangan bulat"),
    "int_from_float": ("must be a whole number", "harus bilangan bulat"),
    "int_parsing_size": ("is too large", "terlalu besar"),
    "float_type": ("must be a number", "harus bilangan"),
    "decimal_parsing": ("must be a number", "harus bilangan"),
    "decimal_type": ("must be a number", "harus bilangan"),
    "bool_type": ("must be true or false", "harus true (ya) atau false (tidak)"),
    "not_finite": ("must be a number, not NaN or infinity", "harus bilangan, bukan NaN atau tak hingga"),
    "control_characters": (
        "must be readable text without control characters",
        "harus teks yang terbaca tanpa karakter kendali",
    ),
    "partial_day": (
        "must be a year, month or day: 2021, 2021-03 or 2021-03-09",
        "harus tahun, bulan atau hari: 2021, 2021-03 atau 2021-03-09",
    ),
    "formula": ("is a formula; paste its value", "berupa rumus; tempelkan nilainya"),
    "cell_error": ("is a spreadsheet error; mend the cell", "berupa galat lembar sebar; perbaiki selnya"),
    "night_contradicts": (
        "is one value for the whole auction night; line {line} says {other}: correct one of the two",
        "berlaku untuk seluruh malam lelang; baris {line} berisi {other}: betulkan salah satunya",
    ),
    "night_refused": (
        "the night is refused because of line {line}: mend that one, and send all its lots again",
        "malam ini ditolak karena baris {line}: betulkan baris itu, lalu kirim lagi semua lotnya",
    ),
    "night_twice": (
        "is the night of another form of this delivery, number {line}: send one form per night",
        "adalah malam dari formulir lain dalam kiriman ini, nomor {line}: kirim satu formulir per malam",
    ),
    "lot_twice": (
        "is in the form of this night already, on line {line}: keep one, or correct the number",
        "sudah ada dalam formulir malam ini, di baris {line}: sisakan satu, atau betulkan nomornya",
    ),
    "below_reserve": (
        "is below the reserve price, {reserve}; it is taken as it stands",
        "di bawah harga dasar, {reserve}; diambil apa adanya",
    ),
    "above_bids": (
        "is above every bid, the highest being {highest}; it is taken as it stands",
        "di atas semua penawaran, yang tertinggi {highest}; diambil apa adanya",
    ),
    "lot_gone": (
        "is not in the form any more: its price is kept, marked as suspect, and no longer computed with",
        "tidak ada lagi dalam formulir: harganya disimpan, ditandai diragukan, dan tidak dihitung lagi",
    ),
    "extra_cells": (
        "the row has more cells than the header has columns",
        "baris ini mempunyai lebih banyak sel daripada kolom judul",
    ),
    "unknown_observation": (
        "is the id of no observation; GET /v1/prices shows ids",
        "bukan id pengamatan; GET /v1/prices menampilkan id",
    ),
    "observation_of_other_feed": (
        "is an observation of the source {feed}: send its correction under that source (`feed`, or `--source`)",
        "adalah pengamatan dari sumber {feed}: kirim koreksinya dengan sumber itu (`feed`, atau `--source`)",
    ),
    "day_too_early": (
        "lies before {first}: is the year right?",
        "sebelum {first}: apakah tahunnya benar?",
    ),
    "day_to_come": ("lies after today, {today}", "sesudah hari ini, {today}"),
    "unknown_district": ("no such district; GET /v1/districts lists them", "kabupaten/kota tidak dikenal"),
    "unknown_province": ("no such province", "provinsi tidak dikenal"),
    "district_elsewhere": (
        "district_code {district_code} is not in province_code {province_code}",
        "kabupaten/kota {district_code} tidak berada di provinsi {province_code}",
    ),
    "share_not_percent": (
        "looks like a share; write per cent, e.g. 55 for 0.55",
        "tampak seperti bagian; tulis persen, mis. 55 untuk 0,55",
    ),
    "number_as_text": ("must be a JSON number, not text", "harus angka JSON, bukan teks"),
    "nothing_left": (
        "nothing is left of the price after deduction, fee and transport",
        "tidak ada sisa harga setelah potongan, iuran dan angkutan",
    ),
    "period_backwards": (
        "period_from {first} is after period_to {last}: exchange them",
        "awal periode (period_from) {first} sesudah akhirnya (period_to) {last}: tukarkan keduanya",
    ),
    "place_elsewhere": (
        "{field} {code} does not lie in {outer}: correct one of the two",
        "{field} {code} tidak berada di {outer}: betulkan salah satunya",
    ),
    "more_tapped_than_there_are": (
        "trees_tapped {tapped} is more than trees_total {total}: exchange or correct them",
        "pohon yang disadap (trees_tapped) {tapped} lebih dari jumlah pohon (trees_total) {total}: tukarkan atau "
        "betulkan",
    ),
    "months_missing": (
        "months_tapped is needed where time_unit is month: give 1 to 12",
        "bulan sadap (months_tapped) wajib diisi bila satuan waktu (time_unit) bulan: isi 1 sampai 12",
    ),
    "treatment_missing": (
        "deduction_treated_as is needed with deduction_percent {percent}: give price or cost",
        "perlakuan potongan (deduction_treated_as) wajib diisi bersama potongan {percent} %: isi price (harga) atau "
        "cost (biaya)",
    ),
    "deduction_twice": (
        "deduction_treated_as is price, but weight_cut is among the costs: leave one of the two out",
        "perlakuan potongan (deduction_treated_as) adalah price (harga), tetapi potongan timbangan (weight_cut) ada di "
        "antara biaya: hilangkan salah satunya",
    ),
    "own_means_twice": (
        "{field} {value} is stated, and {group} is among the imputed costs: leave one of the two out",
        "{field} {value} diisi, dan {group} ada di antara biaya diperhitungkan: hilangkan salah satunya",
    ),
    "shares_exceed": (
        "the shares of revenue come to {share}, which leaves the household nothing: correct them to below 1",
        "bagian hasil berjumlah {share}, tidak ada sisa bagi rumah tangga: betulkan hingga di bawah 1",
    ),
    "none_but_some": (
        "none_of says that there are no {part}, but some are given: leave one of the two out",
        "tidak_ada (none_of) menyatakan tidak ada {part}, tetapi ada yang diisi: hilangkan salah satunya",
    ),
    "cost_without_amount": (
        "the cost has no amount: give amount, or quantity and unit_price_idr",
        "biaya ini tanpa jumlah: isi jumlahnya (amount), atau banyaknya (quantity) dan harga satuannya "
        "(unit_price_idr)",
    ),
    "amounts_disagree": (
        "amount {amount} is not quantity {quantity} times unit_price_idr {unit_price_idr}: correct one of them",
        "amount {amount} bukan quantity {quantity} kali unit_price_idr {unit_price_idr}: betulkan salah satu",
    ),
    "amount_too_large": (
        "quantity {quantity} times unit_price_idr {unit_price_idr} is {amount}: must be below {limit}, correct one of "
        "them",
        "quantity {quantity} kali unit_price_idr {unit_price_idr} adalah {amount}: harus kurang dari {limit}, betulkan "
        "salah satu",
    ),
    "no_share": (
        "amount {amount} is a share of revenue: give it between 0 and 1, e.g. 0.333",
        "amount {amount} adalah bagian hasil: isi antara 0 dan 1, mis. 0.333",
    ),
    "salvage_above_purchase": (
        "salvage_value_idr {salvage} is above purchase_value_idr {purchase}: exchange or correct them",
        "nilai sisa (salvage_value_idr) {salvage} melebihi harga beli (purchase_value_idr) {purchase}: tukarkan atau "
        "betulkan",
    ),
    "share_without_sharing": (
        "revenue_share_percent goes with labour_source share and only with it; labour_source is {source}: correct one",
        "revenue_share_percent wajib dan hanya untuk labour_source share; labour_source adalah {source}: betulkan",
    ),
    "days_missing": (
        "person_days is needed for labour_source {source}: give the days worked",
        "hari orang kerja (person_days) wajib diisi untuk tenaga {source}: isi hari kerjanya",
    ),
    "wage_missing": (
        "wage_idr_per_person_day is needed for hired labour: give the wage paid",
        "upah (wage_idr_per_person_day) wajib diisi untuk tenaga upahan: isi upah yang dibayar",
    ),
    "nobody_named": (
        "is needed: give the respondent's name (and phone), or an external_id",
        "wajib diisi: isi nama (dan telepon) responden, atau external_id",
    ),
    "unknown_key": (
        "is a hash made with a key that is not configured: give the name again",
        "adalah hash dengan kunci yang tidak terpasang: isi ulang namanya",
    ),
    "other_survey": (
        "belongs to another survey than {survey}: correct it, or send it with its own survey",
        "milik survei lain, bukan {survey}: betulkan, atau kirim dengan surveinya",
    ),
    "outside_survey": (
        "is not the survey's district {district_code}: correct it, or send it with another survey",
        "bukan kabupaten survei ini, {district_code}: betulkan, atau kirim dengan survei lain",
    ),
    "household_twice": (
        "is in survey {survey} already, as {known}: leave one out, or tell two of one name apart by phone",
        "sudah ada di survei {survey}, sebagai {known}: hilangkan salah satu, atau bedakan dengan nomor telepon",
    ),
    "sent_twice": (
        "came twice in one delivery, with different content: keep the right one",
        "datang dua kali dalam satu kiriman dengan isi berbeda: pertahankan yang benar",
    ),
    "household_erased": (
        "this household's data was erased on {erased_on} at its request: leave it out",
        "data rumah tangga ini dihapus pada {erased_on} atas permintaannya: hilangkan",
    ),
    "filled_twice": (
        "{names}: filled twice by columns and constants; keep one",
        "{names}: terisi dua kali oleh columns dan constants; sisakan satu",
    ),
    "unit_of_no_price": (
        "units: {names} holds no price; only columns ending in {ending} do",
        "units: {names} bukan harga; hanya kolom yang berakhiran {ending}",
    ),
    "more_households_than_population": (
        "households {households} is more than population {population}: exchange or correct them",
        "rumah tangga (households) {households} lebih dari populasi (population) {population}: tukarkan atau betulkan",
    ),
    "fixed_price_incomplete": (
        "fixed_price_idr_per_kg and fixed_price_decree go together: give both, or neither",
        "fixed_price_idr_per_kg dan fixed_price_decree harus bersama: isi keduanya, atau kosongkan keduanya",
    ),
    "fixed_price_missing": (
        "method is fixed: give fixed_price_idr_per_kg and fixed_price_decree among the parameters",
        "method adalah fixed: isi fixed_price_idr_per_kg dan fixed_price_decree di antara parameters",
    ),
    "month_form": (
        "must be a month, e.g. 2026-10, 10/2026 or Okt 2026",
        "harus berupa bulan, mis. 2026-10, 10/2026 atau Okt 2026",
    ),
    "value_or_link": (
        "a row is a month's value (month, value) or a link between bases (to_base, factor): leave one of the two out",
        "satu baris berisi nilai sebulan (month, value) atau penghubung tahun dasar (to_base, factor): hilangkan "
        "salah satunya",
    ),
    "base_of_other_series": (
        "base {base} does not go with {index_name}: wages and rice prices are in IDR, indices are not, e.g. 2018=100",
        "base {base} tidak cocok dengan {index_name}: upah dan harga beras dalam IDR, indeks tidak, mis. 2018=100",
    ),
    "link_to_itself": (
        "base and to_base are both {base}: a link joins two bases",
        "base dan to_base sama-sama {base}: penghubung menyambung dua tahun dasar",
    ),
    "value_error": ("{error}", "{error}"),
}
