import type { LanguageWords } from '#text/sentiment/languages/words.ts'

/** German and Dutch. Accents are gone when words are compared: “schön” would be “schon”, so it stands only with endings. */
export const germanic: readonly LanguageWords[] = [
  {
    code: 'de',
    known: `der die das und ist nicht ich ein eine einen dem den mit auf für von zu es sich auch aber wie noch nur dass
      hat haben habe wird werden wurde bei wenn oder aus nach war sind man mir mich wir ihr euch uns mein meine kein keine
      im zum zur beim schon mal ja doch immer heute über vor gibt kann bin bist was wer warum jetzt`,
    best: `super toll* klasse prima perfekt* ausgezeichnet* hervorragend* wunderbar* wunderschön* fantastisch* liebe liebt
      lieben geliebt* genial* begeister* empfehlenswert* spitze spitzen* großartig* geil* hammer* traumhaft* herrlich*
      exzellent* brillant* sensationell* überragend* phänomenal* unglaublich* bestens beste bester besten bestes lieblings*
      glücklich* verliebt* jubel* jubilä* feier* feiern gefeiert* gewonnen gewinnt gewinnen sieg* siegt meister triumph*
      göttlich* einwandfrei* unschlagbar* fabelhaft* grandios* mega mega* herzlich* glückwunsch* gratul* hurra yeah juhu*
      erstklassig* vorbildlich* lobenswert* weltklasse dankbar*`,
    good: `gut gute guter gutes guten gutem besser* gern gerne schöne schöner schönes schönen schönem schönst* einfach*
      hilfreich* hilft nützlich* zufrieden* danke dank bedank* freund* schnell* freue freut freuen freude* froh* fröhlich* lustig*
      spaß* spass witzig* lach* lecker* köstlich* mag mögen gemocht süß* süss* niedlich* nett* sympathisch* lieb lieber
      cool* interessant* spannend* hübsch* elegant* günstig* preiswert* sauber* bequem* angenehm* gemütlich* zuverlässig*
      stabil* sicher* praktisch* kompetent* höflich* empfehl* empfohlen gefällt gefallen gelungen* gelingt erfolg* läuft
      funktioniert klappt genieß* genossen hoff* wünsch* stolz* stark* klug* clever* ehrlich* fair* positiv* lob* gelobt
      willkommen* friedlich* gesund* glück hoffnung* vertrau* verbesser* vorteil* richtig* wertvoll* entspann*
      lohnt sehenswert* hörenswert* lesenswert* intuitiv* übersichtlich* flüssig* modern* vielseitig* haha* hihi*`,
    bad: `schlecht* schlimm* leider fehler* kaputt* langsam* umständlich* nervig* nervt nerven genervt* ärger* verärger* enttäusch*
      problem* stürzt absturz* abgestürzt* teuer* überteuert* unfreundlich* mies* doof* blöd* dumm* langweil* öde traurig* schade
      angst* ängst* sorge* wein* heul* krank* schmerz* müde* stress* anstrengend* mangel* mangelhaft* ungenügend* unzufrieden*
      unbrauchbar* nutzlos* sinnlos* verschlecht* verlier* verloren* verlust* verspät* warten warte wartet störung* stört gestört*
      fehlt fehlen fehlend* falsch* schwierig* kompliziert* unübersichtlich* verwirr* beschwer* kritik* kritisier* defekt* hängt
      ruckel* laut schmutz* dreckig* unmöglich* unsicher* unzuverlässig* schwach* arm armes mist verdammt* hass* gefahr* gefährlich*
      streit* krieg* tot tote toten gestorben* stirbt unfall* verletz* krise* lüge* lügt gelogen* betrog* verbrech* gewalt* droht
      drohung* wut* wütend* böse* sauer frust* hilflos* peinlich* unfair* ungerecht* illegal* skandal* versag* gescheitert* scheiter*
      negativ* opfer* leid leiden leidet vermiss* allein einsam* kündig* verboten* verbot* verschwend* zweifel* schuld* panik*`,
    worst: `schrecklich* furchtbar* katastroph* miserabel* unverschämt* hasse hassen müll schrott* scheiß* scheiss* kacke
      abzocke* betrug* betrüger* grausam* grauenhaft* entsetzlich* widerlich* ekel* eklig* abscheulich* unerträglich* unfassbar*
      frechheit* lächerlich* idiot* arschloch* arsch fuck* verarsch* kotz* horror* terror* mord* ermordet* nazi* schande*
      zumutung* unterirdisch* dreck* drecks* sauerei* albtraum* alptraum* inakzeptabel* beschissen* wertlos* bescheuert*`,
    not: 'nicht kein keine keinen keiner keinem keines nie niemals ohne weder nix nichts kaum niemand net ned',
    very: 'sehr wirklich total absolut so echt extrem voll richtig äußerst besonders unglaublich ganz mega zu völlig wahnsinnig viel',
    little: 'etwas ziemlich bisschen relativ eher halbwegs manchmal teilweise',
    but: 'aber jedoch trotzdem allerdings dennoch sondern',
    none: 'bad fast hell fair war gift tot also fall rock rat not handy plus light dick bug list',
  },
  {
    code: 'nl',
    known: `het een en van niet ik dat zijn op te voor met er maar ook je wel als nog naar heb hebben heeft wordt bij deze
      dit om uit kan mijn geen zo al wat door over hij ze wij jullie mij meer gaat wil moet`,
    best: `uitstekend* geweldig* fantastisch* prachtig* perfect* aanrader* top heerlijk* super* briljant* schitterend* uitmuntend*
      fenomenaal* liefde lief houd geniaal beste favoriet* dolblij* subliem* grandioos*`,
    good: `goed goede beter leuk* mooi* makkelijk* gemakkelijk* handig* tevreden bedankt dank dankjewel snel snelle vriendelijk*
      blij* fijn* gezellig* lekker* grappig* nuttig* duidelijk* eenvoudig* betrouwbaar* behulpzaam* prettig* schoon* netjes
      interessant* genieten genoten gelukkig* hopelijk succes* winst gewonnen winnen waard knap sterk* aardig* spannend* werkt
      veilig* comfortabel* gratis gefeliciteerd welkom trots*`,
    bad: `slecht* traag* trage fout* teleurgesteld* teleurstell* probleem* problemen duur dure jammer helaas kapot* vervelend*
      irritant* irriteer* saai* lelijk* moeilijk* ingewikkeld* onduidelijk* onvriendelijk* storing* crasht vastloop* vastgelopen
      wachten klacht* klagen boos* verdrietig* triest* ziek* pijn* bang* onveilig* vies* smerig* stom* dom domme verlies* verloren
      mislukt* ontevreden onbruikbaar* nutteloos* zonde vermoeiend* gedoe ellende* gevaarlijk* dood* oorlog* haat* missen mist`,
    worst: `verschrikkelijk* vreselijk* waardeloos* ramp* oplicht* klote* kut* schandalig* schande* walgelijk* afschuwelijk*
      drama* belachelijk* rotzooi troep shit* idioot* idioten nachtmerrie* bedrog* fraude* onacceptabel*`,
    not: 'niet geen nooit zonder noch nauwelijks niets niemand',
    very: 'heel erg zeer echt zo super enorm ontzettend te helemaal veel',
    little: 'beetje vrij redelijk best nogal',
    but: 'maar echter helaas toch',
    none: 'fair hell slim pet war last',
  },
]
