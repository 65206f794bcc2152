"""İndirilen dosyaların hücrelerindeki sözler: lead sayılan sonuçlar, aşamalar, durumlar, anket soruları."""

TEXTS: dict[str, tuple[str, ...]] = {
    "source_question": (
        "bizi nereden duydunuz",
        "bizi nasıl duydunuz",
        "nereden duydunuz",
        "bize nasıl ulaştınız",
        "bizi nasıl buldunuz",
    ),
    "lead_result": (
        "potansiyel müşteri",
        "mesajlaşma konuşmaları",
        "telefon aramaları",
        "aramalar",
        "form",
        "başvuru",
    ),
    "won": ("kazanıldı", "kazanılan", "onaylandı", "satış", "kapandı kazanıldı"),
    "lost": ("kaybedildi", "kaybedilen", "iptal", "reddedildi", "kapandı kaybedildi"),
    "paid_order": ("ödendi", "tamamlandı", "teslim edildi", "kargoya verildi"),
    "unpaid_order": (
        "iptal edildi",
        "iade edildi",
        "iptal",
        "iade",
        "beklemede",
        "teslim edilemedi",
        "başarısız",
        "reddedildi",
    ),
    "new_customer": ("yeni",),
    "yes": ("evet", "doğru"),
    "charged": ("ücretlendirildi",),
    "not_charged": ("ücretlendirilmedi",),
    "mql": ("pazarlama nitelikli potansiyel müşteri",),
    "sql": ("satış nitelikli potansiyel müşteri",),
    "beyond_sql": ("fırsat", "müşteri"),
    "no_contact": ("abone", "gereksiz", "spam talep"),
    "whole": ("tümü", "hepsi"),
    # Tablonun üstündeki satırlarda bir tarihin önünde
    "starts": ("başlangıç", "başlangıcı", "başlama"),
    "ends": ("bitiş", "bitişi", "son", "sonu"),
}
