"""Words by which tables in other shapes than a list tell what stands where. Whole labels, but `sum_of`."""

TEXTS: dict[str, tuple[str, ...]] = {
    # Headers of the labels at a table's side
    "start": ("başlangıç", "başlangıç tarihi", "başlama", "başlama tarihi", "ilk gün", "başlangıcı"),
    "end": ("bitiş", "bitiş tarihi", "son", "son tarih", "son gün", "bitişi", "sonu"),
    "year": ("yıl", "sene", "mali yıl"),
    "measure": ("metrik", "metrikler", "ölçüt", "ölçütler", "gösterge", "göstergeler", "kalem", "değerler"),
    "row_labels": ("satır etiketleri", "etiketler", "adlar"),
    "column_labels": ("sütun etiketleri", "değerler", "veri"),
    # Before the name of a column in a pasted pivot table
    "sum_of": ("toplam", "toplamı"),
    # Figures that aren't what happened in the months that the report is about
    "last_year": ("geçen yıl", "önceki yıl", "bir önceki yıl", "geçen sene", "önceki dönem"),
    "planned": (
        "plan",
        "planlanan",
        "bütçe",
        "bütçelenen",
        "hedef",
        "hedefler",
        "hedeflenen",
        "tahmin",
        "öngörü",
        "beklenen",
    ),
    "foreign": ("sektör", "sektör ortalaması", "rakip", "rakipler", "rakip analizi", "pazar ortalaması"),
    "compared": ("fark", "sapma", "değişim", "büyüme", "pay", "toplamdaki pay", "artış", "yıllık değişim"),
    "actual": ("gerçekleşen", "gerçek", "fiili", "gerçekleşme"),
    # Names of sheets that name no channel
    "summary": ("özet", "genel bakış", "pano", "rapor", "genel", "toplam", "toplamlar", "yıllık", "yıl"),
    "any_sheet": ("sayfa", "veri", "tablo", "ana", "pazarlama", "bütçe", "çalışma sayfası"),
    # A header with one of these words stands over the names of channels
    "channel_words": (
        "kanal",
        "kanallar",
        "kanalı",
        "kanalları",
        "mecra",
        "mecralar",
        "platform",
        "kaynak",
        "kaynağı",
    ),
}
