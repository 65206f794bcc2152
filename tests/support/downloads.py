"""Made-up downloads in the documented form of each system, and what they give, worked out by hand.

The headers, preambles, totals and number styles are the systems' own; every figure and name is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

Sums = Mapping[tuple[str | None, str], Mapping[str, str]]


class Sample(Struct, frozen=True):
    """A download: its file's name, its text, the system, and the figures by month and channel.

    `months`: those of the business as a whole. `deals`: outcome by id.
    """

    file: str
    text: str
    system: str | None
    channels: Sums = {}
    months: Mapping[str, Mapping[str, str]] = {}
    deals: Mapping[str | None, str] = {}
    encoding: str = "utf-8"


GOOGLE = """Campaign report
"October 1, 2026 - October 31, 2026"
Campaign status,Campaign,Budget,Budget name,Budget type,Currency code,Status,Clicks,Impr.,CTR,Cost,Avg. CPC,Conversions,Cost / conv.
Enabled,Brand,20.00, --,Daily,USD,Eligible,"1,234","45,678",2.70%,"1,500.50",1.22,12.00,125.04
Enabled,"Boilers, gas",20.00, --,Daily,USD,Eligible,234,"5,678",4.12%,500.25,2.14,8.00,62.53
Paused,Old,20.00, --,Daily,USD,Paused,0,0, --,0.00,0,0.00,0.00
Total: Campaigns, --, --, --, --,USD, --,"1,468","51,356",2.86%,"2,000.75",1.36,20.00,100.04
Total: Account,,,,,USD,,"1,470","51,400",2.86%,"2,010.75",1.36,20.00,100.54
Total: Search,,,,,USD,,"1,468","51,356",2.86%,"2,000.75",1.36,20.00,100.04
"""
# 1,500.50 + 500.25 + 0 = 2,000.75; 12 + 8 = 20. The account's total holds removed campaigns too.

GOOGLE_TR = """Kampanya raporu
1 Ekim 2026 - 31 Ekim 2026
Kampanya durumu\tKampanya\tPara birimi kodu\tGöstr.\tTıklamalar\tTO\tOrt. TBM\tMaliyet\tDönüşümler\tMaliyet / dönüşüm
Etkin\tMarka\tTRY\t12.345\t1.234\t%9,99\t1,00\t1.234,56\t3,00\t411,52
Etkin\tGenel\tTRY\t2.345\t234\t%9,99\t1,00\t765,44\t2,00\t382,72
Toplam: Kampanyalar\t --\tTRY\t14.690\t1.468\t%9,99\t1,00\t2.000,00\t5,00\t400,00
"""

META = """Reporting starts,Reporting ends,Campaign name,Campaign delivery,Results,Result indicator,Reach,Impressions,Cost per results,Amount spent (USD),Ends
2026-10-01,2026-10-31,,,,,9000,20000,,1500,
2026-10-01,2026-10-31,Form,active,12,actions:onsite_conversion.lead_grouped,5000,12000,83.33,1000,Ongoing
2026-10-01,2026-10-31,Boost,active,640,actions:post_engagement,4000,8000,0.78,500,Ongoing
"""

META_TR = """Rapor Başlangıcı,Rapor Sonu,Kampanya Adı,Kampanya yayını,Sonuçlar,Sonuç Göstergesi,Sonuçlar Başına Ücret,Harcanan Tutar (TRY),Gösterim,Erişim
2026-10-01,2026-10-31,Form,active,7,actions:lead,100,700.50,1000,800
2026-10-01,2026-10-31,WhatsApp,active,5,actions:onsite_conversion.messaging_conversation_started_7d,60,300.25,900,700
2026-10-01,2026-10-31,Sayfa,active,90,actions:landing_page_view,1,99.25,500,400
"""

META_AGES = """Campaign name,Age,Gender,Amount spent (EUR),Impressions,Reporting starts,Reporting ends
Form,All,All,300,900,2026-10-01,2026-10-31
Form,25-34,female,100,300,2026-10-01,2026-10-31
Form,25-34,male,120,300,2026-10-01,2026-10-31
Form,35-44,female,80,300,2026-10-01,2026-10-31
"""

LINKEDIN = """Campaign Performance Report (in UTC)
Report Start: 10/01/2026
Report End: 11/30/2026

Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Currency,Total Spent,Impressions,Clicks,Conversions
10/05/2026,Acme,Autumn,Webinar,100,USD,250.00,1000,20,2
10/06/2026,Acme,Autumn,Webinar,100,USD,150.50,800,15,1
11/02/2026,Acme,Autumn,Webinar,100,USD,99.50,700,12,0
"""

MICROSOFT = """"Report Name: Campaign"
"Report Time: 10/1/2026 - 10/31/2026"
"Report Aggregation: Summary"

"Gregorian date","Campaign name","Campaign ID","Currency code","Impressions","Clicks","Spend","Conversions"
"10/14/2026","Search","1","USD","1000","50","120.40","4"
"10/15/2026","Search","1","USD","900","40","79.60","2"

"©2026 Microsoft Corporation. All rights reserved."
"""

TIKTOK = """By Day,Campaign name,Ad group name,Currency,Cost,CPC (destination),Impressions,Clicks (destination),Conversions
2026-10-01,Clips,A,USD,10.10,0.10,"1,000",100,1
2026-10-02,Clips,A,USD,20.20,0.10,"2,000",200,2
Total of 2 results,,,USD,30.30,0.10,"3,000",300,3
"""

GA4 = """# ----------------------------------------
# Traffic acquisition: Session primary channel group (Default Channel Group)
# Account: Acme
# ----------------------------------------
#
# All Users
# Start date: 20261001
# End date: 20261031
Session primary channel group (Default Channel Group),Sessions,Engaged sessions,Engagement rate,Key events,Total revenue
,2000,1500,0.75,50,0
Organic Search,1200,1000,0.83,30,0
Paid Search,500,300,0.6,15,0
Direct,300,200,0.66,5,0

# Start date: 20261001
# End date: 20261031
Nth day,Sessions
0000,50
0001,60
"""

GA4_TR = """# Raporlar anlık görüntüsü
# Hesap: Acme
# Başlangıç tarihi: 20261001
# Bitiş tarihi: 20261031
Oturumla ilişkilendirilen birincil kanal grubu (Varsayılan Kanal Grubu),Oturumlar
Direct,120
Organic Search,80

# Başlangıç tarihi: 20261001
# Bitiş tarihi: 20261031
İlk kullanıcı birincil kanal grubu (Varsayılan Kanal Grubu),Yeni kullanıcı sayısı
Direct,100
Organic Search,60
"""

GA4_SOURCE = """# Start date: 20261001
# End date: 20261031
Session source / medium,Sessions,Engaged sessions
google / cpc,70,50
google / organic,40,30
(direct) / (none),20,10
"""

SEARCH_CONSOLE_TR = """Tarih,Tıklamalar,Gösterimler,TO,Pozisyon
2026-10-01,10,100,10%,3.2
2026-10-02,12,150,8%,3.4
"""

PROFILE = """Store code,Business name,Address,Labels,Google Search - Mobile,Calls,Messages,Bookings,Directions,Website clicks
,,,,Number of searches,Number of calls,Number of messages,Number of bookings,Number of requests,Number of clicks
1,Acme,Main St,,500,12,3,1,40,60
"""

LOCAL_SERVICES = """Customer,Job type,Search intent,Location,Lead type,Charge status,Lead received,Last activity
+1 555 0100,HVAC,Categorical,Columbus,Phone call,Charged,Oct 3 2026,Oct 3 2026,
+1 555 0101,HVAC,Categorical,Columbus,Message,Not charged,Oct 4 2026,Oct 4 2026,
,HVAC,Categorical,Columbus,Phone call,Charged,Nov 4 2026,Nov 4 2026,
"""

CALLRAIL = """id,start_time,duration,answered,first_call,caller_name,caller_number,tracking_phone_number,source,medium
CAL1,2026-10-03T09:14:22.000-04:00,182,true,true,Ann,+15550101,+15550001,google,cpc
CAL2,2026-10-04T09:14:22.000-04:00,18,true,false,Ann,+15550101,+15550001,google,cpc
CAL3,2026-10-05T19:14:22.000-04:00,0,false,true,Bob,+15550102,+15550001,google,organic
CAL4,2026-11-04T09:14:22.000-04:00,75,true,true,Carl,+15550103,+15550002,Google My Business,
"""
# Ann's second call is no lead; Bob's that nobody took is one.

HUBSPOT = """Record ID,Deal Name,Deal Stage,Amount,Deal owner,Original Source,Close Date,Create Date,Associated Company IDs
1,Jane Doe - Roof,Closed Won,1200.50,Ann,Paid Search,2026-10-12 14:00,2026-09-30 10:00,11
2,Bob,Closed Won,800,Ann,Organic Search,2026-10-20 09:00,2026-10-01 10:00,12
3,Carl,Appointment Scheduled,500,Ann,Paid Social,2026-12-01 09:00,2026-10-05 10:00,13
4,Jane again,Closed Won,300,Ann,Paid Search,2026-10-28 09:00,2026-10-25 10:00,11
5,Dan,Closed Lost,300,Ann,Paid Search,2026-10-28 09:00,2026-10-25 10:00,14
"""
# Company 11 was won on the 12th: its second deal is no new customer.

CONTACTS = """Record ID,First Name,Last Name,Email,Lifecycle Stage,Original Traffic Source,Create Date
1,A,B,a@example.com,Lead,Organic Search,2026-10-01 10:00
2,A,B,b@example.com,Customer,Organic Search,2026-10-02 10:00
3,A,B,c@example.com,Subscriber,Organic Search,2026-10-03 10:00
4,A,B,d@example.com,Marketing Qualified Lead,Direct Traffic,2026-11-01 10:00
"""

PIPEDRIVE = """Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lead Source
7,Roof,"1,000",USD,Offer,Won,2026-10-01 10:00:00,2026-10-09 10:00:00,,Referral program
8,Door,500,USD,Offer,Open,2026-10-02 10:00:00,,,Google Ads
9,Wall,700,USD,Offer,Lost,2026-10-03 10:00:00,,2026-10-20 10:00:00,Google Ads
"""

SHOPIFY = """Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Refunded Amount
#1001,a@example.com,paid,2026-10-01 10:00:00 +0300,fulfilled,TRY,90,10,0,100.00,2026-10-01 09:59:00 +0300,1,A,0.00
#1001,a@example.com,,,,,,,,,2026-10-01 09:59:00 +0300,2,B,
#1002,b@example.com,paid,2026-10-02 10:00:00 +0300,fulfilled,TRY,190,10,0,200.00,2026-10-02 09:59:00 +0300,1,A,50.00
#1003,a@example.com,paid,2026-11-02 10:00:00 +0300,fulfilled,TRY,290,10,0,300.00,2026-11-02 09:59:00 +0300,1,A,0.00
#1004,c@example.com,voided,,,TRY,290,10,0,300.00,2026-11-02 09:59:00 +0300,1,A,0.00
"""
# October: a 100, b 200 less 50 refunded. November: a is known, c was never paid.

WOOCOMMERCE = """Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue
2026-10-03 10:00:00,51,"$1,100.00",completed,Ann,new,1x A,1,,1100
2026-10-04 10:00:00,52,$80.00,completed,Bob,returning,1x B,1,,80
2026-10-05 10:00:00,53,$60.00,refunded,Carl,new,1x B,1,,60
"""

STRIPE = """id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Fee,Status,Customer ID,Customer Email
ch_1,2026-10-03 10:00:00,100.00,0.00,usd,true,A,3.00,Paid,cus_1,a@example.com
,2026-10-03 11:00:00,70.00,0.00,usd,,A,,requires_payment_method,,b@example.com
ch_2,2026-10-05 10:00:00,40.00,0.00,usd,true,A,1.00,Paid,cus_1,a@example.com
"""

TRENDYOL = """Barkod,Paket No,Sipariş Tarihi,Sipariş Numarası,Alıcı,Ürün Adı,Sipariş Statüsü,Adet,Birim Fiyatı,Satış Tutarı,İndirim Tutarı,Faturalanacak Tutar
1,1,03.10.2026,900,Ayşe,A,Teslim Edildi,1,"150,50","150,50",0,"150,50"
2,1,03.10.2026,900,Ayşe,B,Teslim Edildi,1,"49,50","49,50",0,"49,50"
3,2,04.10.2026,901,Can,A,İptal Edildi,1,"150,50","150,50",0,"150,50"
"""

MAILCHIMP = """Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Unique Opens,Total Clicks,Unsubscribes,Unique Id
Autumn,Hello,All,"Oct 05, 2026 10:00 am",Monday,1200,1190,400,80,2,abc
"""

CAMPAIGNS = """id,c_date,campaign_name,campaign_id,impressions,mark_spent,clicks,leads,orders,revenue
1,2026-09-01,spring_tier1,349043,148263,100.37,1210,13,1,4981.0
2,2026-09-15,spring_tier2,348934,220688,200.20,1640,48,3,14962.0
3,2026-10-01,autumn,89459845,22850,50.60,457,9,1,7981.0
"""

AMAZON = """Date,Portfolio name,Campaign Name,Impressions,Clicks,Spend,7 Day Total Orders (#),7 Day Total Sales
"Oct 5, 2026",P,A,100,5,$4.50,1,$20.00
"Oct 6, 2026",P,A,120,6,$5.50,1,$30.00
"""

CONNECTOR = """customer_id,date,base_campaign,clicks,conversions,conversions_value,cost_micros,impressions
1,2026-10-01,c/1,10,2,100,12500000,100
1,2026-10-02,c/1,12,1,50,7250000,120
"""

GERMAN = """Kampagnenbericht
1. Oktober 2026 - 31. Oktober 2026
Kampagne;Tag;Impressionen;Klicks;Kosten;Kosten/Conv.;Conversions;Conv.-Wert
Marke;2026-10-01;1.000;50;1.250,75;125,08;10,00;500,00
Marke;2026-10-02;800;40;749,25;149,85;5,00;300,00
"""

FORM = """Zaman damgası,Adınız,Bizi nereden duydunuz?
2026/10/01 10:00:00,Ali,Google
2026/10/02 10:00:00,Veli,Tavsiye
2026/10/03 10:00:00,Can,google
"""

SALESFORCE = """"Opportunity Owner","Account Name","Opportunity Name","Stage","Amount","Close Date","Created Date","Lead Source"
"Ann","Acme","Roof","Closed Won","1,200.50","10/13/2026","9/30/2026","Google Ads"
"Ann","Acme","Door","Closed Won","300.00","10/20/2026","10/1/2026","Google Ads"
"Ann","Baker","Wall","Closed Won","800.00","10/21/2026","10/2/2026","Trade Show"
"Ann","Clark","Floor","Closed Lost","300.00","10/22/2026","10/5/2026","Web"

"Confidential Information - Do Not Distribute"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"""
# Acme's second deal is no new customer.

ZOHO = """Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Probability (%),Expected Revenue,Lead Source,Created Time
zcrm_1,zcrm_9,Ann,1500,Roof,2026-10-15,Acme,Closed Won,100,1500,Google AdWords,2026-09-15 10:00:00
zcrm_2,zcrm_9,Ann,500,Door,2026-10-25,Baker,Closed Lost,0,0,Cold Call,2026-09-25 10:00:00
zcrm_3,zcrm_9,Ann,700,Wall,2026-12-25,Clark,Qualification,10,70,Cold Call,2026-10-25 10:00:00
"""

ZOHO_LEADS = """Record Id,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Lead Status,Created Time
zcrm_1,Ann,Acme,A,B,a@example.com,Facebook,Contacted,2026-10-15 10:00:00
zcrm_2,Ann,Baker,C,D,c@example.com,Facebook,Not Contacted,2026-10-16 10:00:00
zcrm_3,Ann,Clark,E,F,e@example.com,Web Download,Junk Lead,2026-10-16 10:00:00
"""

ODOO_TR = """Fırsat,Müşteri,Beklenen Gelir,Aşama,Oluşturma Tarihi,Kapanış Tarihi,Kaynak,Medya,Sorumlu
Çatı,Acme,"1.500,50",Kazanıldı,2026-10-01 10:00:00,2026-10-15 10:00:00,Bülten,E-posta,Ayşe
Kapı,Baker,"500,00",Yeni,2026-10-02 10:00:00,,Facebook,,Ayşe
"""

BITRIX = """ID;STAGE_ID;ASSIGNED_BY_ID;OPPORTUNITY;CURRENCY_ID;BEGINDATE;CLOSEDATE;CLOSED;SOURCE_ID;UTM_SOURCE;TITLE;DATE_CREATE
1;WON;5;1500.00;USD;2026-10-01T03:00:00+03:00;2026-10-15T03:00:00+03:00;Y;WEB;google;Roof;2026-10-01T12:00:00+03:00
2;C2:LOSE;5;500.00;USD;2026-10-01T03:00:00+03:00;2026-10-16T03:00:00+03:00;Y;CALL;;Door;2026-10-02T12:00:00+03:00
3;NEW;5;700.00;USD;2026-10-01T03:00:00+03:00;2026-10-30T03:00:00+03:00;N;CALL;;Wall;2026-10-02T12:00:00+03:00
"""

ETSY = """Sale Date,Order ID,Buyer User ID,Full Name,Number of Items,Payment Method,Date Shipped,Ship City,Currency,Order Value,Discount Amount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Buyer,Order Type
10/13/2026,1,ann1,Ann A,1,Card,10/14/2026,Rome,USD,45,0,5,0,50,,1,49,Ann A (ann1),online
10/14/2026,2,ann1,Ann A,1,Card,10/15/2026,Rome,USD,25,0,5,0,30,,1,29,Ann A (ann1),online
10/15/2026,3,carl2,Carl C,1,Card,10/15/2026,Rome,USD,15,0,5,0,20,,1,19,Carl C (carl2),online
"""

KLAVIYO = """Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Placed Order,Placed Order Rate,Revenue,Unique Opens,Open Rate,Successful Deliveries,Bounces,Campaign ID,Campaign Channel
Autumn,,Hello,Main,2026-10-05 10:00:00,Monday,1000,5,0.5%,$500,400,40%,990,10,XyZ,email
Winter,,Hello,Main,2026-11-06 10:00:00,Friday,500,5,0.5%,$500,400,40%,490,10,XyA,email
"""

TYPEFORM = """#,What is your name?,How did you hear about us?,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags,Ending
abc,Ann,Google,completed,2026-10-01 10:00:00,,2026-10-01 10:01:00,n1,,
abd,Bob,Referral,completed,2026-10-02 10:00:00,,2026-10-02 10:01:00,n2,,
"""

SURVEYMONKEY = """Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How did you hear about us?,,Other questions
,,,,,,Radio,A friend,Open-Ended Response
1,1,10/13/2026 10:00,10/13/2026 10:01,,,Radio,A friend,Fine
2,1,10/14/2026 10:00,10/14/2026 10:01,,,,A friend,Fine
"""

PINTEREST = """Campaign ID,Campaign name,Date,Spend in account currency,Impressions,Pin clicks,Outbound clicks,CTR,Total conversions,Total conversion value,ROAS
626735,Boards,2026-10-01,12.50,1000,20,10,2%,3,90,7.2
626735,Boards,2026-10-02,7.50,900,20,10,2%,1,30,4
"""

SNAPCHAT = """Start Time,End Time,Campaign ID,Campaign Name,Paid Impressions,Swipe Ups,Swipe Up Rate,Spend,eCPM,Purchases
2026-10-01 00:00:00,2026-10-31 23:59:59,abc-1,Snap A,10000,100,1%,123.45,12.3,3
2026-10-01 00:00:00,2026-10-31 23:59:59,abc-2,Snap B,10000,100,1%,76.55,12.3,1
"""

PLAUSIBLE = """name,visitors,bounce_rate,visit_duration
Organic Search,120,45,60
Direct,80,50,30
"""

MATOMO = """label,nb_uniq_visitors,nb_visits,nb_actions,bounce_count
Direct Entry,200,300,600,100
Search Engines,400,500,900,100
Websites,20,50,90,10
"""

MATOMO_TR = """Kanal türü,Ziyaretler,Eylemler
Doğrudan giriş,300,600
Arama motorları,500,1000
Sosyal ağlar,50,100
"""

UNIVERSAL = """# ----------------------------------------
# All Web Site Data
# Channels
# 20221001-20221031
# ----------------------------------------

Default Channel Grouping,Users,New Users,Sessions,Bounce Rate,Goal Completions,Goal Value
Organic Search,"1,100","1,000","1,200",45.00%,30,$0.00
Direct,250,200,300,50.00%,5,$0.00
,"1,350","1,200","1,500",46.00%,35,$0.00

Day Index,Users
10/1/22,40
10/2/22,42
,82
"""

META_FORMS = """id,created_time,ad_id,ad_name,campaign_id,campaign_name,form_id,form_name,is_organic,platform,email,full_name,phone_number,lead_status
l:1,2026-10-01T10:00:00-05:00,ag:1,Ad,c:1,Camp,f:1,Form,false,fb,a@example.com,Ann,p:+1555,CREATED
l:2,2026-10-02T10:00:00-05:00,ag:1,Ad,c:1,Camp,f:1,Form,false,ig,b@example.com,Bob,p:+1556,CREATED
l:3,2026-10-03T10:00:00-05:00,,,,,f:1,Form,true,fb,c@example.com,Carl,p:+1557,CREATED
l:4,2026-10-02T10:00:00-05:00,ag:1,Ad,c:1,Camp,f:1,Form,false,fb,<test lead: dummy data for email>,x,p:x,CREATED
"""

GA4_COST = """# Start date: 20261001
# End date: 20261031
Session Google Ads campaign,Google Ads clicks,Google Ads cost,Google Ads cost per click,Key events,Total revenue
Brand,100,250.5,2.5,10,0
Generic,50,149.5,3,5,0
"""

DEVICES = """Device,Cost,Impressions,Clicks
Mobile phones,US$9.72,100,5
Computers,US$20.28,200,7
"""

AIRBYTE = """_airbyte_raw_id,campaign.id,campaign.name,customer.currency_code,segments.date,metrics.clicks,metrics.conversions,metrics.cost_micros,metrics.impressions
a,1,Brand,USD,2026-10-01,10,2,12500000,100
b,1,Brand,USD,2026-10-02,12,1,7250000,120
"""

WOO_SOURCES = """Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Net Sales,Attribution
2026-10-03 10:00:00,51,$100.00,completed,Ann,new,1x A,1,100,Organic: Google
2026-10-04 10:00:00,52,$80.00,completed,Bob,new,1x B,1,80,Referral: blog.example
2026-10-05 10:00:00,53,$60.00,completed,Carl,new,1x B,1,60,Direct
"""

YANDEX_RU = """Дата;Кампания;№ Кампании;Показы;Клики;CTR (%);Расход (руб.);Ср. цена клика (руб.);Конверсия (%);Конверсии
01.10.2026;Бренд;123;1000;50;5,00;1500,50;30,01;10,00;5
02.10.2026;Бренд;123;900;40;4,44;1200,25;30,01;7,50;3
Итого;;;1900;90;4,74;2700,75;30,01;8,89;8
"""

YANDEX = """Yandex Direct
2026-10-01 - 2026-10-31
Campaign;Campaign No.;Impressions;Clicks;Cost (USD);Avg. CPC (USD);Conversions
Brand;123;1000;50;120,50;2,41;3
"""

LEVELS = """Day,Campaign,Ad group,Cost,Clicks,Impressions
Total,,,130,13,1300
2026-10-01,Brand,,30,3,300
2026-10-01,Brand,A,10,1,100
2026-10-01,Brand,B,20,2,200
2026-10-01,Generic,,40,4,400
2026-10-01,Generic,A,40,4,400
2026-10-02,Brand,,10,1,100
2026-10-02,Brand,A,10,1,100
2026-10-02,Generic,,50,5,500
2026-10-02,Generic,B,50,5,500
"""

META_ACTIONS = """Campaign name,Day,Amount spent (USD),Impressions,Link clicks,Leads,Messaging conversations started,Reporting starts,Reporting ends
A,2026-10-01,10,100,5,2,,2026-10-01,2026-10-01
B,2026-10-01,20,100,5,,3,2026-10-01,2026-10-01
"""

WOO_LINES = """Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Item Name,Quantity
51,Completed,2026-10-03 10:00,a@example.com,100.00,A,1
51,Completed,2026-10-03 10:00,a@example.com,100.00,B,2
52,Cancelled,2026-10-05 10:00,b@example.com,80.00,A,1
"""

IYZICO = """İşlem Tarihi;Ödeme ID;Alıcı;E-posta;İşlem Tutarı;Para Birimi;Durum
03.10.2026 10:00;101;Ayşe;a@example.com;1.500,50;TRY;Başarılı
04.10.2026 10:00;102;Can;c@example.com;499,50;TRY;Başarısız
05.10.2026 10:00;103;Ayşe;a@example.com;200,00;TRY;Başarılı
"""

HUBSPOT_TR = """Kayıt Kimliği,Anlaşma Adı,Anlaşma Aşaması,Tutar,Kapanış Tarihi,Oluşturma Tarihi,Orijinal Trafik Kaynağı
1,Çatı,Kazanıldı,"1.200,50",2026-10-12 14:00,2026-09-30 10:00,Organik Arama
2,Kapı,Kaybedildi,800,2026-10-20 09:00,2026-10-01 10:00,Organik Arama
"""

OCTOBER = "2026-10"
SAMPLES: Mapping[str, Sample] = {
    "google": Sample(
        "google.csv", GOOGLE, "google_ads", {(OCTOBER, "Google Ads"): {"spend": "2000.75", "leads": "20"}}
    ),
    "google_tr": Sample(
        "rapor.csv",
        GOOGLE_TR,
        "google_ads",
        {(OCTOBER, "Google Ads"): {"spend": "2000", "leads": "5"}},
        encoding="utf-16",
    ),
    "google_de": Sample(
        "bericht.csv", GERMAN, "google_ads", {(OCTOBER, "Google Ads"): {"spend": "2000", "leads": "15"}}
    ),
    "google_connector": Sample(
        "google.csv", CONNECTOR, "google_ads", {(OCTOBER, "Google Ads"): {"spend": "19.75", "leads": "3"}}
    ),
    "meta": Sample("meta.csv", META, "meta_ads", {(OCTOBER, "Meta Ads"): {"spend": "1500", "leads": "12"}}),
    "meta_tr": Sample(
        "Adsız-Rapor-Eki-1-2026-Eki-31-2026.csv",
        META_TR,
        "meta_ads",
        {(OCTOBER, "Meta reklamları"): {"spend": "1100", "leads": "12"}},
    ),
    "meta_ages": Sample("ages.csv", META_AGES, "meta_ads", {(OCTOBER, "Meta Ads"): {"spend": "300"}}),
    "linkedin": Sample(
        "linkedin.csv",
        LINKEDIN,
        "linkedin_ads",
        {
            (OCTOBER, "LinkedIn Ads"): {"spend": "400.5", "leads": "3"},
            ("2026-11", "LinkedIn Ads"): {"spend": "99.5", "leads": "0"},
        },
    ),
    "microsoft": Sample(
        "bing.csv", MICROSOFT, "microsoft_ads", {(OCTOBER, "Microsoft Ads"): {"spend": "200", "leads": "6"}}
    ),
    "tiktok": Sample(
        "tiktok.csv", TIKTOK, "tiktok_ads", {(OCTOBER, "TikTok Ads"): {"spend": "30.3", "leads": "3"}}
    ),
    "amazon": Sample("amazon.csv", AMAZON, "amazon_ads", {(OCTOBER, "Amazon Ads"): {"spend": "10"}}),
    "ga4": Sample(
        "ga4.csv",
        GA4,
        "ga4",
        {
            (OCTOBER, "Organic search"): {"visitors": "1200"},
            (OCTOBER, "Paid search"): {"visitors": "500"},
            (OCTOBER, "Direct"): {"visitors": "300"},
        },
    ),
    "ga4_tr": Sample(
        "Raporlar_anlık_görüntüsü.csv",
        GA4_TR,
        "ga4",
        {(OCTOBER, "Doğrudan"): {"visitors": "120"}, (OCTOBER, "Organik arama"): {"visitors": "80"}},
    ),
    "ga4_source": Sample(
        "ga4.csv",
        GA4_SOURCE,
        "ga4",
        {
            (OCTOBER, "Google Ads"): {"visitors": "70"},
            (OCTOBER, "Organic search"): {"visitors": "40"},
            (OCTOBER, "Direct"): {"visitors": "20"},
        },
    ),
    "search_console_tr": Sample(
        "Grafik.csv", SEARCH_CONSOLE_TR, "search_console", {(OCTOBER, "Organik arama"): {"visitors": "22"}}
    ),
    "profile": Sample(
        "insights 2026-10.csv",
        PROFILE,
        "google_business_profile",
        {(OCTOBER, "Google Business Profile"): {"leads": "16"}},
    ),
    "local_services": Sample(
        "leads.csv",
        LOCAL_SERVICES,
        "local_services_ads",
        {
            (OCTOBER, "Local Services Ads"): {"leads": "1"},
            ("2026-11", "Local Services Ads"): {"leads": "1"},
        },
    ),
    "callrail": Sample(
        "calls.csv",
        CALLRAIL,
        "callrail",
        {
            (OCTOBER, "Google Ads"): {"leads": "1"},
            (OCTOBER, "Organic search"): {"leads": "1"},
            ("2026-11", "Google Business Profile"): {"leads": "1"},
        },
    ),
    "hubspot": Sample(
        "deals.csv",
        HUBSPOT,
        "hubspot_deals",
        {
            (OCTOBER, "Paid search"): {"new_customers": "1", "revenue": "1200.5"},
            (OCTOBER, "Organic search"): {"new_customers": "1", "revenue": "800"},
        },
        deals={"1": "won", "2": "won", "3": "open", "4": "won", "5": "lost"},
    ),
    "contacts": Sample(
        "contacts.csv",
        CONTACTS,
        "hubspot_contacts",
        {
            (OCTOBER, "Organic search"): {"leads": "2", "mql": "1", "sql": "1"},
            ("2026-11", "Direct"): {"leads": "1", "mql": "1"},
        },
    ),
    "pipedrive": Sample(
        "pipedrive.csv",
        PIPEDRIVE,
        "pipedrive",
        {(OCTOBER, "Referral"): {"new_customers": "1", "revenue": "1000"}},
        deals={"7": "won", "8": "open", "9": "lost"},
    ),
    "shopify": Sample(
        "orders.csv",
        SHOPIFY,
        "shopify",
        months={OCTOBER: {"all_new_customers": "2", "all_new_revenue": "250"}},
    ),
    "woocommerce": Sample(
        "woo.csv",
        WOOCOMMERCE,
        "woocommerce",
        months={OCTOBER: {"all_new_customers": "1", "all_new_revenue": "1100"}},
    ),
    "stripe": Sample(
        "payments.csv",
        STRIPE,
        "stripe",
        months={OCTOBER: {"all_new_customers": "1", "all_new_revenue": "100"}},
    ),
    "trendyol": Sample(
        "siparisler.csv",
        TRENDYOL,
        "trendyol",
        months={OCTOBER: {"all_new_customers": "1", "all_new_revenue": "200"}},
    ),
    "mailchimp": Sample("mail.csv", MAILCHIMP, "mailchimp", {(OCTOBER, "E-mail"): {"pieces_sent": "1200"}}),
    "campaigns": Sample(
        "agency list.csv",
        CAMPAIGNS,
        None,
        {
            ("2026-09", "agency list"): {"spend": "300.57", "leads": "61", "sales": "4", "revenue": "19943"},
            (OCTOBER, "agency list"): {"spend": "50.6", "leads": "9", "sales": "1", "revenue": "7981"},
        },
    ),
    "salesforce": Sample(
        "report.csv",
        SALESFORCE,
        "salesforce",
        {
            (OCTOBER, "Google Ads"): {"new_customers": "1", "revenue": "1200.5"},
            (OCTOBER, "Events and trade fairs"): {"new_customers": "1", "revenue": "800"},
        },
        deals={None: "lost"},
    ),
    "zoho": Sample(
        "Deals.csv",
        ZOHO,
        "zoho",
        {(OCTOBER, "Google Ads"): {"new_customers": "1", "revenue": "1500"}},
        deals={"zcrm_1": "won", "zcrm_2": "lost", "zcrm_3": "open"},
    ),
    "zoho_leads": Sample("Leads.csv", ZOHO_LEADS, "zoho_leads", {(OCTOBER, "Facebook"): {"leads": "2"}}),
    "odoo_tr": Sample(
        "crm.lead.csv",
        ODOO_TR,
        "odoo",
        {(OCTOBER, "E-posta"): {"new_customers": "1", "revenue": "1500.5"}},
        deals={None: "open"},
    ),
    "bitrix": Sample(
        "DEAL.csv",
        BITRIX,
        "bitrix24",
        {(OCTOBER, "google"): {"new_customers": "1", "revenue": "1500"}},
        deals={"1": "won", "2": "lost", "3": "open"},
    ),
    "etsy": Sample(
        "EtsySoldOrders.csv",
        ETSY,
        "etsy",
        months={OCTOBER: {"all_new_customers": "2", "all_new_revenue": "70"}},
    ),
    "klaviyo": Sample(
        "campaigns.csv",
        KLAVIYO,
        "klaviyo",
        {(OCTOBER, "E-mail"): {"pieces_sent": "1000"}, ("2026-11", "E-mail"): {"pieces_sent": "500"}},
    ),
    "typeform": Sample("responses.csv", TYPEFORM, "typeform"),
    "surveymonkey": Sample("survey.csv", SURVEYMONKEY, None),
    "pinterest": Sample(
        "pins.csv", PINTEREST, "pinterest_ads", {(OCTOBER, "Pinterest Ads"): {"spend": "20", "leads": "4"}}
    ),
    "snapchat": Sample("snap.csv", SNAPCHAT, "snapchat_ads", {(OCTOBER, "Snapchat Ads"): {"spend": "200"}}),
    "plausible": Sample(
        "channels.csv",
        PLAUSIBLE,
        "plausible",
        {(None, "Organic search"): {"visitors": "120"}, (None, "Direct"): {"visitors": "80"}},
    ),
    "matomo": Sample(
        "Export 2026-10.csv",
        MATOMO,
        "matomo",
        {
            (OCTOBER, "Direct"): {"visitors": "300"},
            (OCTOBER, "Organic search"): {"visitors": "500"},
            (OCTOBER, "Links on other websites"): {"visitors": "50"},
        },
    ),
    "matomo_tr": Sample(
        "Ekim 2026.csv",
        MATOMO_TR,
        "matomo",
        {
            (OCTOBER, "Doğrudan"): {"visitors": "300"},
            (OCTOBER, "Organik arama"): {"visitors": "500"},
            (OCTOBER, "Organik sosyal medya"): {"visitors": "50"},
        },
    ),
    "universal": Sample(
        "Analytics.csv",
        UNIVERSAL,
        "universal_analytics",
        {("2022-10", "Organic search"): {"visitors": "1200"}, ("2022-10", "Direct"): {"visitors": "300"}},
    ),
    "meta_forms": Sample(
        "leads.csv",
        META_FORMS,
        "meta_lead_forms",
        {(OCTOBER, "Meta Ads"): {"leads": "2"}, (OCTOBER, "Organic social"): {"leads": "1"}},
    ),
    "ga4_cost": Sample(
        "ga4.csv", GA4_COST, "google_ads", {(OCTOBER, "Google Ads"): {"spend": "400", "leads": "15"}}
    ),
    "google_devices": Sample(
        "Devices(2026.10.01-2026.10.31).csv",
        DEVICES,
        "google_ads",
        {(OCTOBER, "Google Ads"): {"spend": "30"}},
    ),
    "google_airbyte": Sample(
        "dump.csv", AIRBYTE, "google_ads", {(OCTOBER, "Google Ads"): {"spend": "19.75", "leads": "3"}}
    ),
    "woocommerce_sources": Sample(
        "woo.csv",
        WOO_SOURCES,
        "woocommerce",
        {
            (OCTOBER, "Organic search"): {"new_customers": "1", "revenue": "100"},
            (OCTOBER, "Links on other websites"): {"new_customers": "1", "revenue": "80"},
            (OCTOBER, "Direct"): {"new_customers": "1", "revenue": "60"},
        },
    ),
    "yandex": Sample(
        "list.csv", YANDEX, "yandex_ads", {(OCTOBER, "Yandex Ads"): {"spend": "120.5", "leads": "3"}}
    ),
    "yandex_ru": Sample(
        "otchet.csv",
        YANDEX_RU,
        "yandex_ads",
        {(OCTOBER, "Yandex Ads"): {"spend": "2700.75", "leads": "8"}},
        encoding="cp1251",
    ),
    "levels": Sample("google levels.csv", LEVELS, None, {(OCTOBER, "Google Ads"): {"spend": "130"}}),
    "meta_actions": Sample(
        "meta.csv", META_ACTIONS, "meta_ads", {(OCTOBER, "Meta Ads"): {"spend": "30", "leads": "5"}}
    ),
    "orders_by_line": Sample(
        "orders.csv",
        WOO_LINES,
        None,
        months={OCTOBER: {"all_new_customers": "1", "all_new_revenue": "100"}},
    ),
    "iyzico": Sample(
        "iyzico ekim.csv",
        IYZICO,
        "iyzico",
        months={OCTOBER: {"all_new_customers": "1", "all_new_revenue": "1500.5"}},
    ),
    "hubspot_tr": Sample(
        "anlaşmalar.csv",
        HUBSPOT_TR,
        None,
        {(OCTOBER, "Organik arama"): {"new_customers": "1", "revenue": "1200.5"}},
        deals={"1": "won", "2": "lost"},
    ),
    "form": Sample("form.csv", FORM, "google_forms"),
}


def numbers(values: Mapping[str, str]) -> dict[str, Decimal]:
    """The figures of a sample as numbers."""
    return {key: Decimal(value) for key, value in values.items()}
