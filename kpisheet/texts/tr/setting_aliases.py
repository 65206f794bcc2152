"""What else people call a setting of Business, by its key. Whole names only."""

TEXTS: dict[str, tuple[str, ...]] = {
    "business_name": ("işletme adı", "firma adı", "şirket adı", "firma", "şirket", "kurum adı"),
    "prepared_by": ("hazırlayan", "raporu hazırlayan", "düzenleyen"),
    "comment": ("sayfa için yorum", "rapor için yorum", "özet yorumu"),
    "report_from": ("rapor başlangıcı", "rapor başlangıç ayı", "başlangıç ayı"),
    "report_to": ("rapor bitişi", "rapor bitiş ayı", "bitiş ayı"),
    "currency": ("para birimi", "döviz", "para birimi kodu"),
    "vat": ("kdv durumu", "kdv", "tutarlar kdv"),
    "gross_margin": ("brüt kâr marjı", "brüt marj", "ortalama brüt kâr marjı", "brüt kâr oranı"),
    "monthly_revenue_per_customer": (
        "yeni müşteri başına aylık ciro",
        "müşteri başına aylık gelir",
        "müşteri başına aylık ciro",
    ),
    "selling": ("satış yöntemi", "nasıl satıyorsunuz", "satış şekli"),
    "shared_costs_by": ("ortak giderler nasıl dağıtılsın", "ortak gider dağıtımı"),
    "marketing_channels": ("pazarlamadan sayılan diğer kanallar", "pazarlama sayılan kanallar"),
    "target_cpl": (
        "hedef cpl",
        "cpl hedefi",
        "hedef lead maliyeti",
        "hedef potansiyel müşteri başına maliyet",
    ),
    "target_cac": ("hedef cac", "cac hedefi", "hedef müşteri edinme maliyeti"),
    "target_roi": ("roi hedefi", "hedef yatırım getirisi"),
    "target_crr": ("hedef elde tutma oranı", "hedef müşteri elde tutma oranı"),
    "target_leads": ("hedef lead", "lead hedefi", "hedef lead sayısı", "aylık lead hedefi"),
    "target_visitors": ("hedef ziyaretçi", "ziyaretçi hedefi", "aylık ziyaretçi hedefi"),
    "target_organic_visitors": ("hedef organik ziyaretçi", "organik ziyaretçi hedefi"),
    "target_visitor_to_lead_rate": ("hedef dönüşüm oranı", "hedef ziyaretçi lead dönüşüm oranı"),
    "target_close_rate": ("hedef kapanış oranı", "satışa dönüşüm hedefi"),
}
