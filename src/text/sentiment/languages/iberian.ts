import type { LanguageWords } from '#text/sentiment/languages/words.ts'

/** Spanish and Portuguese. */
export const iberian: readonly LanguageWords[] = [
  {
    code: 'es',
    known: `el la los las una un y es que de en no se por con para como más pero su sus al del lo le les me te mi tu si ya
      hay muy todo todos esta este esto eso ese esa está están son fue ser tengo tiene hacer cuando porque qué también hoy día
      nos yo él ella ellos he ha han sin sobre hasta donde nada solo ahora aquí`,
    best: `excelent* perfect* maravill* encanta* encant* fantástic* increíbl* genial* recomiend* recomend* estupend* espectacular*
      magnífic* extraordinari* buenísim* excepcional* amo ama amamos amor* amé adoro adora mejor mejores feliz felices felici* enhorabuena
      felicidad* brillant* fabulos* precios* hermos* bellísim* guapísim* divin* espléndid* crack campeon* campeón ganamos ganador*
      victoria* triunf* olé viva ilusión orgullos* orgullo chulísim* impresionant* súper inmejorabl* sensacional*`,
    good: `buen buena bueno buenos buenas bien fácil* útil* gracias rápid* content* alegr* gust* gustó bonit* lind* guap* bell*
      amable* simpátic* divert* graci* graciosa risa* reír ríe sonris* jaja* jajaja* jeje* dulce* cariño* cariños* abrazo* beso* besos besitos
      ric* rico rica delicios* sabros* cómod* práctic* limpi* eficaz* eficient* fiabl* segur* sencill* clar* gana ganar ganó ganas
      éxito* logr* logro* esperanz* espero confianz* confí* apoy* ayud* agradec* disfrut* interesant* amig* suerte ánimo* fuerza felices
      positiv* ventaj* gratis barat* merec* valient* honest* just* acert* acierto* mejora* mejoró satisf* tranquil* paz celebra*
      fiesta* bienvenid* chul* mola molan guay listo lista inteligent* cumple* favorit* querid* quiero suav* vacaciones`,
    bad: `mal malo mala malos malas lent* error* decepcion* problem* car* difícil* fall* fallo* roto rota rompi* rompe peor* trist* pena
      lástim* lamentable* desgraci* llor* lágrim* duele dolor* dolió sufr* enferm* mierd* miedo* terror susto* preocup* ansiedad* estrés
      estres* cansad* cansa* aburrid* aburr* sueño solo sola soledad odios* enfad* enoj* rabi* molest* asco fastidi* harto harta hartos
      perd* perdió perdí pierd* derrot* fracas* muert* muere* morir murió mató matar mata asesin* guerra* crisis accident* víctim* violen*
      ataque* amenaz* peligr* corrup* ladr* ladron* robar robo* roban mentir* mentiros* miente* fals* engañ* engaño* injust* ilegal* escándal*
      vergonz* ridícul* absurd* inútil* incapaz* incompetent* estúpid* tont* idiot* imbécil* imposible* inaceptabl* culpa* culpabl* critic*
      denunci* queja* quej* reclam* retras* tard* espera* ruid* suci* feo fea feos feas complicad* confus* falta* faltan extrañ* caído caída caid* cae bloque* cuelga* calor frío hambre exam* suspend* castig* paro desemple* pobre* pobreza deuda* recort* negativ*
      putad* jode* jodid* coño deprim* depresión agobi* nervios* odias rechaz* imposible`,
    worst: `pésim* horribl* odio odia basura* estaf* vergüenza* puta* puto putos cabron* cabrón gilipoll* hijos hdp hijueputa* asqueros*
      terribl* horroros* espantos* desastr* catástrof* catastrófic* pesadilla* fatal* maldit* repugnant* nefast* miserabl* criminal*
      terroris* asesino* violador* mierda* carajo robo* timo fraude* patétic* infierno`,
    not: 'no nunca sin ni jamás nada nadie ningún ninguna tampoco apenas',
    very: 'muy realmente tan tanto demasiado super súper totalmente completamente mucho mucha más bastante absolutamente re',
    little: 'algo poco medio casi',
    but: 'pero embargo aunque lamentablemente desgraciadamente sino',
    none: 'sale fan red once real mayor van come fin once pie dice mate pan bug plus cola general',
  },
  {
    code: 'pt',
    known: `o os as um uma e é que de em não na no nos nas se por com para pra como mais mas seu sua ao do da dos das eu tu ele
      ela eles você vc vocês me te meu minha isso esse essa este esta está tá são foi ser tem tenho quando porque também hoje
      já só muito muita gente vai vou fazer até sem q pq aqui agora nem ou`,
    best: `ótim* maravilh* perfeit* amei amo ama amamos adorei adoro adora incríve* recomend* excelent* fantástic* espetacular*
      sensaciona* lindíssim* melhor melhores genia* fera mito divo diva arras* arrasou sucesso* parabéns campeã* campeão ganhou ganhamos
      vitória* feliz felizes felicidad* brilhant* magnífic* extraordinári* top show linda lindo lindas lindos lindos maravilhos* amor*
      favorit* encant* apaixon* apaixonad* orgulh* foda demais delícia deliciosa divin* merecid* mereceu`,
    good: `bom boa bons boas bem fácil fáceis obrigad* rápid* gostei gosto gosta gostoso gostosa gostar gostam legal legais bacana* engraçad* rir
      rindo ri kkk* haha* rsrs* hehe* alegr* content* útil* bonit* fof* querid* carinh* simpátic* educad* amig* torcendo torcer torço torcida
      saudável* delícia* delicios* cheiros* saboros* confortáve* prátic* limp* eficient* eficaz* confiáve* segur* simples clar* talent*
      interessant* divert* divertid* sorriso* sorri* esperanç* espero ajud* apoi* agradeç* agrade* aproveit* curti* curtindo curti sorte
      força paz positiv* vantag* grát* grátis barat* merec* justo justa corajos* honest* melhorou melhora* satisf* tranquil* fofo fofa
      bem-vind* acert* arrumad* emocion* emoção inspir* festa* abraço* beijo* bjs inteligent* responsáve* humild* simpl* volta ansios*`,
    bad: `ruim ruins lent* erro* decepcion* decepç* problema* caro cara difícil difíceis trava* travou travando mal mau maus má pior piores
      trist* tristeza pena lament* infelizment* chor* chorando chorei dor dói sofr* doente* medo* preocup* ansiedad* estress* cansad* cansei
      chat* chato chata chatice irrit* raiva* puto puta ódi* nojo nojent* sono tédio sozinh* saudade* perd* perdeu perdi derrot* fracass* falh*
      mort* morr* morreu mat* matou matar assassin* guerra* crise* acident* vítima* violên* ataqu* ameaç* perig* corrup* ladr* roub* rouba
      ment* mentir* mentiros* falsa falso falsos falsidad* engan* injust* ilega* escândal* vergonhos* ridícul* absurd* inútil* incapaz
      incompetent* estúpid* burr* burro idiota* imbecil* impossíve* inaceitáve* culpa* culpad* critic* reclam* denunci* demor* atras*
      barulh* suj* feio feia feios complicad* confus* falta* faltou quebrad* quebr* queim* crua cru arrog* metid* fora
      eliminad* elimin* saiu péss* desist* errou errad* exager* grosso grossa grosseir* mimad* insuportáve* racis* machis* homofób* precon*
      negativ* desper* azar desculp* droga merda* bosta* porra caralho fdp pqp aff afff`,
    worst: `péssim* horríve* odeio odeia odiei odiar lixo* vergonha* golpe* terríve* nojent* nojo desgraç* desgraçad* maldit* merda
      bosta* cuzão cuzona escrot* babaca* canalh* otári* desast* catástrof* pesadel* inferno insuportável fraude* estupr* assédio*`,
    not: 'não nunca sem nem jamais nada ninguém nenhum nenhuma n ñ tampouco',
    very: 'muito realmente tão demais super totalmente completamente mais muita bastante mto mt',
    little: 'pouco meio quase algo',
    but: 'mas porém contudo entretanto infelizmente embora só',
    none: 'come real fan dose pass sex fora pior chat mal mate cola',
  },
]
