"""What clerks write for the words of our closed lists, in Indonesian.

Only words of one meaning are here: `basah` or `agen` can be this or that, and are refused with the list of those known.
"""

from collections.abc import Mapping

from service.vocabulary import (
    BokarType,
    BuyerType,
    DatePrecision,
    DeductionTreatment,
    IndexName,
    PriceKind,
    PriceLevel,
    Provenance,
    RangePart,
    Represents,
    Sampling,
    StorageAge,
    Tenure,
    TimeUnit,
)


def _called(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return our word by each of theirs, from all of theirs by ours; the usual one comes first."""
    return {name: str(ours) for ours, names in words.items() for name in names.split()}


_YES, _NO = "ya y yes iya betul benar", "tidak tdk no bukan salah"
_BUYERS: Mapping[str, str] = {
    BuyerType.COLLECTOR: "pengepul pengumpul pedagang_pengumpul pedagang_pengepul tengkulak tauke toke",
    BuyerType.TRADER: "pedagang pedagang_besar",
    BuyerType.COMPANY: "perusahaan pabrik",
    BuyerType.FARMER_GROUP: "kelompok_tani kelompok koperasi uppb",
}
# By field, from what clerks write to what we do; words are compared without case, blanks and punctuation.
WORDS: Mapping[str, Mapping[str, str]] = {
    "price_level": _called(
        {
            PriceLevel.COLLECTOR: "pengepul pengumpul pedagang_pengumpul pedagang_pengepul tauke toke tengkulak",
            PriceLevel.AUCTION: "lelang pasar_lelang pelelangan uppb",
            PriceLevel.FARMGATE: "petani tingkat_petani di_tingkat_petani harga_petani",
            PriceLevel.FACTORY: "pabrik tingkat_pabrik pabrik_karet harga_pabrik",
            PriceLevel.FACTORY_INDICATION: "indikasi harga_indikasi indikasi_harga indikasi_pabrik",
        }
    ),
    "price_kind": _called({PriceKind.BID: "penawaran tawaran ditawar", PriceKind.PAID: "dibayar terbayar transaksi"}),
    "storage_age": _called(
        {
            StorageAge.FRESH: "segar harian",
            StorageAge.WEEKLY: "mingguan seminggu 1_minggu satu_minggu",
            StorageAge.TWO_WEEKLY: "dua_mingguan 2_mingguan dua_minggu 2_minggu",
            StorageAge.MONTHLY: "bulanan sebulan 1_bulan satu_bulan",
            StorageAge.UNSPECIFIED: "tidak_disebut tidak_diketahui",
        }
    ),
    "bokar_type": _called(
        {
            BokarType.CUP_LUMP: "mangkok mangkuk lump_mangkok lump_mangkuk cuplump",
            BokarType.BAMBOO_LUMP: "lump_bambu",
            BokarType.SLAB: "sleb slab_tebal sleb_tebal",
            BokarType.THIN_SLAB: "slab_tipis sleb_tipis",
            BokarType.MILLED_SLAB: "slab_giling sleb_giling",
            BokarType.BLANKET: "blangket",
            BokarType.UNSMOKED_SHEET: "sit_angin",
            BokarType.FIELD_LATEX: "lateks lateks_kebun",
        }
    ),
    "buyer_type": _called(_BUYERS),
    "winner_type": _called(_BUYERS),
    "provenance": _called(
        {
            Provenance.SURVEY: "survei",
            Provenance.PRESS: "pers media koran surat_kabar media_massa",
            Provenance.PUBLISHED: "terbitan publikasi",
            Provenance.DERIVED: "turunan",
            Provenance.SIMULATED: "simulasi",
        }
    ),
    "date_precision": _called(
        {
            DatePrecision.EXACT: "tepat",
            DatePrecision.ROUNDED: "dibulatkan",
            DatePrecision.APPROXIMATE: "perkiraan",
            DatePrecision.PERIOD_AVERAGE: "rata_rata",
        }
    ),
    "range_part": _called({RangePart.LOW: "terendah", RangePart.HIGH: "tertinggi"}),
    "derived": _called({"1": _YES, "0": _NO}),
    "sampling": _called(
        {
            Sampling.RANDOM: "acak",
            Sampling.PURPOSIVE: "purposif sengaja",
            Sampling.UNKNOWN: "tidak_diketahui",
        }
    ),
    "represents": _called(
        {
            Represents.VILLAGE: "desa kelurahan",
            Represents.SUBDISTRICT: "kecamatan",
            Represents.DISTRICT: "kabupaten kota kabupaten_kota",
        }
    ),
    "member": _called({"true": _YES, "false": _NO}),
    "tenure": _called(
        {
            Tenure.OWNER_TAPPER: "pemilik_penyadap pemilik_penggarap",
            Tenure.OWNER_WITH_TAPPER: "pemilik_dengan_penyadap",
            Tenure.TAPPER: "penyadap penggarap",
        }
    ),
    "time_unit": _called({TimeUnit.MONTH: "bulan per_bulan", TimeUnit.YEAR: "tahun per_tahun"}),
    "deduction_treated_as": _called(
        {
            DeductionTreatment.PRICE: "harga dikurangkan_dari_harga",
            DeductionTreatment.COST: "biaya dicatat_sebagai_biaya",
        }
    ),
    "index_name": _called(
        {
            IndexName.CONSUMPTION: "ikrt konsumsi indeks_konsumsi_rumah_tangga",
            IndexName.INPUTS: "bppbm sarana_produksi biaya_produksi_dan_penambahan_barang_modal",
            IndexName.WAGE: "upah upah_harian upah_buruh_tani",
            IndexName.RICE_PRICE: "harga_beras",
            IndexName.CONSUMER_PRICES: "ihk harga_konsumen indeks_harga_konsumen",
        }
    ),
}


def meanings_of(field: str) -> Mapping[str, str]:
    """Return what the words of a field mean in Indonesian; of a field without such words nothing."""
    return {ours: name.replace("_", " ") for name, ours in reversed([*WORDS.get(field, {}).items()])}
