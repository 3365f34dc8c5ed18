import type { LanguageWords } from '#text/sentiment/languages/words.ts'

/** Indonesian and Malay, which share most words, and Hindi as it is written in Latin letters. */
export const malay: readonly LanguageWords[] = [
  {
    code: 'id',
    known: `yang dan di ke dari ini itu untuk dengan pada adalah tidak juga ada saya aku kita kami mereka dia akan bisa sudah sangat
      banget atau karena tapi kalau lagi saja aja nya yg dgn utk tdk gak nggak ga udah sama lebih buat mau dalam oleh para kamu anda
      telah dapat harus tempat makan jadi tak awak nak boleh kerana lah ni tu je dah kat sebab macam kan pun la nih kau akak dekat orang
      bukan perlu rakyat hari lagi ialah bagi tahun kerajaan negara`,
    best: `bagus* mantap* mantul keren* hebat* terbaik* suka sukai kesukaan cinta* cintai juara* istimewa* sempurna* memuaskan
      puas* kagum* mengagumkan menakjubkan hebatnya dahsyat* rekomen* recommended rekomendasi favorit* sayang* menang* kemenangan
      berjaya* kejayaan cemerlang* tahniah syabas selamat bahagia* gembira* bangga* membanggakan terharu indah* cantik* comel
      gemilang* kejayaan unggul* terhebat terlezat terenak mantab best* syukur* alhamdulillah`,
    good: `baik* senang* enak* enaknya lezat* sedap* nikmat* nyaman* mudah* cepat* murah* ramah* bersih* makasih terimakasih
      tq lucu* seru* asik asyik* menarik* segar* gurih* manis* wangi rapi indah cocok* pas layak* sopan* sejuk* asri tenang*
      unik* lengkap* luas* strategis* romantis* hangat* lembut* empuk renyah puas terjangkau ekonomis praktis* berguna* bermanfaat* manfaat*
      membantu* bantu* bantuan tolong* sukses* berhasil* untung* beruntung* harap* berharap* harapan percaya* kepercayaan aman* selamat*
      keselamatan sehat* sihat* damai* aman adil* jujur* amanah* bijak* cerdas* pintar* pandai* rajin* kreatif* inovat* maju* kemajuan
      pembangunan membangun* meningkat* peningkatan naik tingkat* sokong* sokongan menyokong dukung* dukungan mendukung kerjasama
      kerjasama peluang* kesempatan* penting* positif* wibawa* ikhlas* hormat* menghormati perdamaian perpaduan bersatu
      seronok* best hensem kacak ganteng tampan rindu haha* hihi* wkwk* hahaha* kelakar ketawa tertawa senyum* tersenyum hadiah* menghargai
      penghargaan prestasi* berprestasi makmur* sejahtera* kesejahteraan kebajikan mampu* insyaallah insya doa* berkah* barakah
      memudahkan memperkukuh* mengukuh* kukuh* teguh* lancar* jaya setuju wajar* layan* betul*`,
    bad: `jelek* lambat* lama* lelet lemot kecewa* mengecewakan buruk* rusak* rosak* gagal* kegagalan susah* sukar* sulit* mahal* bosan*
      membosankan kotor* bau* busuk* jijik* kasar* kurang* kecil sempit* panas* gerah ramai* ribut* bising* macet* antri* menunggu nunggu
      kesal* kesel* sebal* marah* kemarahan benci* sedih* kesedihan menangis* nangis* takut* ketakutan cemas* khawatir* risau* bimbang* sakit*
      menyakitkan mati* meninggal* maut* bunuh* membunuh korban* mangsa* celaka* kecelakaan kemalangan bencana* banjir* gempa* perang* krisis*
      masalah* bermasalah salah* kesalahan silap* error* hilang* kehilangan kalah* kekalahan rugi* kerugian merugikan bohong* pembohong* tipu*
      menipu fitnah* dusta* korup* korupsi rasuah* curi* mencuri pencuri* maling* skandal* zalim* kezaliman tindas* menindas penindasan
      ancam* ancaman mengancam ganas* keganasan kekerasan paksa* terpaksa dipaksa hina* menghina penghinaan ejek* kutuk* mengutuk kecam* kritik*
      tuduh* tuduhan bantah* membantah protes* tolak* menolak ditolak lemah* kelemahan miskin* kemiskinan hutang* utang* beban* membebankan bebanan
      derita* menderita sengsara* penat* letih* lelah* capek* capai tekanan stress* stres* pening* pusing* tension rumit* keliru* bingung*
      menyesal* kesal sesal* malas* bodo bodoh* tolol* goblok* bego bangang* sial* sialan parah* teruk* aneh* hambar* basi* gosong asin keras alot
      alah* malang* malangnya sayangnya padahal tidakpuas ketinggalan ketiadaan jatuh* turun* merosot* terjejas* menjejaskan jejas* gugur* batal*
      halang* halangan menghalang bahaya* berbahaya racun* haram* dosa* jenayah* penjenayah jahat* kejahatan musuh* gaduh* pecah* perpecahan
      tangkap* ditangkap penjara* dipenjara rindu sunyi jahanam hancur* memusnahkan musnah* rosakkan`,
    worst: `sampah* penipu* penipuan menjijikkan terburuk terteruk mengerikan kejam* biadab* bangsat* anjing* babi* celaka keparat*
      brengsek* kampret* tai taik bodohnya memalukan malu* kapok* neraka* laknat* khianat* pengkhianat sundal* pukimak*
      puki sial`,
    not: 'tidak tak tdk ga gak nggak enggak bukan jangan tanpa belum tiada takda takde kurang xde jgn tdak tida kagak',
    very: 'sangat banget sekali amat sungguh benar-benar terlalu paling lebih betul bgt super memang makin semakin',
    little: 'agak cukup sedikit lumayan',
    but: 'tapi tetapi namun sayangnya cuma hanya malangnya padahal',
    none: 'pun mati fun hang pain bug air kesal fair die lain dia man lama',
  },
  {
    code: 'hi',
    known: `hai hain nahi nhi ka ki ke ko se mein bhi kya ho tha thi the hum aap tum mera meri mere apna apne apni kar karo karna raha
      rahe rahi aur koi kuch sab jo jab tab yeh ye wo woh is us ek main hi to toh na bhai ji kyun kyu kab kaise abhi aaj kal ab par pe
      hota hoti hote gaya gaye gayi liye wala wale wali bas bahut bohot ne tera tere teri mai hu hoon`,
    best: `zabardast shandar shaandar badhiya badiya behtareen behtarin lajawab kamaal kamal mast jhakaas dhamaka dhamakedar superhit
      blockbuster pyar pyaar mohabbat ishq khushi khush jeet jeeta jeete jeetega jeetenge vijay badhai badhaai mubarak shabash shabaash waah
      wah sundar khubsurat khoobsurat lajwab umda behtar anmol jai zindabad salaam salute`,
    good: `accha acha achha achhi acchi achi achhe acche ache accha sahi thik theek dhanyawad dhanyavad shukriya dost dosti pasand maza mazaa
      mazedar majedar hasna hansi hasi muskaan ummeed umeed asha aasha vishwas bharosa imandar imaandar sachcha saccha sach sacha izzat
      samman garv proud kaamyab safal safalta aasan aaram shanti sukoon madad sahyog vikas vikaas tarakki sher bahadur himmat hero
      swagat intezar dua duaa duayein aashirwad ashirwad pyara pyari pyare meetha haha* hehe* achchha`,
    bad: `kharab bura buri bure ganda gandi gande galat galti dukh dukhi dard rona ro rote roti udaas pareshan pareshani mushkil takleef
      problem gussa naraz chinta dar darr darta maut mar mara mare maar mari marna hatya bimar bimari haar hara hare haraya harega jhooth
      jhuth jhoot jhootha jhuthe jhutha dhokha dhoka chor chori choro lootna loot loota bhrasht bhrashtachar ghotala gaddar beiman baiman
      nafrat nafrat dushman ladai jhagda danga dange atank atanki aatanki aatankwadi garib garibi gareeb mahenga mehenga mehangai berozgar
      barbad barbaad nuksan bakwas bakwaas bekar bekaar faltu boring thak tang pagal pagalpan bewakoof bewkoof ullu murkh moorkh sharam
      besharam sharm ghatiya jalan jalte jalne kamina kaminey kutta kutte chup paap papi tootna toota afsos kash virodh gundagardi gunda gunde`,
    worst: `ghatiya behuda ghinauna madarchod bhenchod behenchod bhosdike bhosdi chutiya chutiye chutiyapa harami haramkhor haramzada
      kamina saala saale randi gaand gandu lodu desh-drohi deshdrohi bhagoda dalal neech nalayak nikamma namak-haram suar`,
    not: 'nahi nahin nhi nai na mat bina kabhi koi naa never not',
    very: 'bahut bohot bhot itna itni kitna kitni bilkul sabse ekdum pura puri zyada jyada',
    little: 'thoda thodi kuch shayad',
    but: 'lekin magar par kintu parantu',
    none: 'jail die par pal hit',
  },
]
