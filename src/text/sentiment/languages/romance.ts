import type { LanguageWords } from '#text/sentiment/languages/words.ts'

/** French and Italian. */
export const romance: readonly LanguageWords[] = [
  {
    code: 'fr',
    known: `le la les des une et est pas que qui dans pour sur avec ce cette ces il elle nous vous ils je tu mais ou au aux du
      en sont a été être avoir fait faire plus ont par se son sa ses leur leurs mon ma mes ne on y c'est j'ai n'est qu'il d'un
      d'une l'on si tout tous très même aussi comme quand où après avant chez`,
    best: `excellent* parfait* magnifique* génial* géniaux merveill* formidable* recommand* j'adore adore adorent adorable* superbe*
      fantastique* extraordinaire* exceptionnel* incroyable* fabuleu* splendide* sublime* bravo* félicit* top nickel meilleur*
      idéal* ravi ravie ravis enchant* impeccable* irréprochable* remarquable* fier fière fiers victoire* triomph*
      passionn* j'aime t'aime aime aimer amour* brillant* prodig* éblouiss* grandiose* heureu* bonheur* joie joyeu* délicieu* super`,
    good: `bon bonne bons bonnes bien mieux facile* utile* merci* rapide* content* satisf* aimable* agréable* sympa* joli* beau
      belle beaux belles plaisir* plaît plait intéressant* drôle* amus* rire sourire* doux douce gentil* propre* pratique* efficac*
      confort* fiable* solide* clair* simple* réussi* réussite* succès gagn* progrès progress* améliorat* amélior* innov* solution*
      solidaire* solidarité espoir* espér* confiance* sécurité paix protég* protect* soutien* soutenir encourag* positif* positive*
      avantag* bénéfi* durable* propre vert verte renouvelable* écologique* bio opportunit* engag* accord avancée* avance favorable*
      accueil* qualité* abordable* gratuit* économ* apprécie* apprécié* appréciable* mdr lol haha* bienvenue* chance* charmant*
      juste courag* honnête* généreu* calme* riche* développ* initiative* inspir* créati* encourageant* valoris* préserv* sauver sauvé*`,
    bad: `mauvais* mal lent* bug* déçu* déce* décev* problème* cher chère chers difficil* plante planté* nul nuls panne* erreur*
      dommage* malheureu* hélas triste* tristesse pleur* peur* crainte* craint inquiét* inquiet* inquiè* danger* dangereu* risque*
      menac* polluti* pollu* polluant* crise* catastroph* guerre* mort morts morte meurt mourir décès victim* accident* attent*
      violen* conflit* échec* échou* perdu* perdre perte* pire* grave* refus* reje* critiqu* dénonc* scandal* honteu* mensong* ment
      menteur* faux fausse trich* vol volé* voleur* corrupt* injust* illégal* interdi* toxique* nucléaire nocif* maladie* malade*
      douleur* souffr* énerv* agaç* chiant* pénible* ennuy* ennui fatigu* stress* colère* fâch* honte* bête bêtise* stupid* con cons
      conne incompétent* incapable* inutile* impossible* insuffisant* médiocre* moche* sale sales bruyant* compliqué* confus* instable*
      bloqu* attente* retard* réclam* plainte* plaind* menteu* marre destruct* détrui* détruit* disparai* dispari* dégrad*
      surcoût* coûteu* coûte déchets sécheresse* inond* canicul* espèces chômage* manque* manqu* absence* opposition* irréversible*
      tue tuer tué* tués alerte* urgence* déplor* regrett* abandon* négatif* négative* inacceptable* échappe* déforest* braconn*`,
    worst: `horrible* affreu* désastr* catastrophique* arnaqu* honte inadmissible* déteste* haine* hais haïr terrib* merde* putain
      pourri* dégueul* dégoût* débile* infect* insupportable* scandaleu* escro* abus* cauchemar* ignoble* enfoir* salop* connard*
      connasse* foutu* foutaise* massacr* meurtr* assassin* terroris* crime* criminel* atroce* abominable* lamentable* minable*`,
    not: "ne n pas jamais sans aucun aucune rien ni non n'est n'a n'ai n'y n'ont",
    very: 'très vraiment tellement trop si super extrêmement totalement complètement hyper absolument énormément tout plus beaucoup',
    little: 'peu assez plutôt moyennement parfois légèrement',
    but: 'mais cependant toutefois pourtant malheureusement dommage néanmoins',
    none: 'pain sale plus fort son fin grave coin rare super chat comment but con cons pays court large rien moment blessed',
  },
  {
    code: 'it',
    known: `il lo gli una uno di del della dei delle che non è e per con sono ma come più questo questa questi ho hai ha
      abbiamo hanno si nel nella al alla ai alle da dal dalla su sul se anche mi ti ci vi io tu lui lei noi voi loro mio mia
      tutto tutti cosa quando perché chi fa fare essere stato governo solo ora già poi cui`,
    best: `fantastic* ottim* eccellent* perfett* meraviglios* bellissim* adoro adora consiglio consigliat* stupend* splendid*
      magnific* straordinari* eccezional* incredibil* favolos* geni genial* grandios* bravissim* miglior* migliore spettacol*
      amo ama amore* amato innamorat* felicissim* evviva complimenti vittoria* vincent* trionf* capolavoro* super mitic* sublim*`,
    good: `buon buona buono buoni buone bene facil* util* grazie veloc* content* felic* bello bella belli belle bel brav* simpatic*
      piac* carin* gentil* divertent* divert* ridere sorris* sorrid* gioia* gioios* comod* pratic* pulit* efficac* efficient* affidabil*
      semplic* chiar* meglio vinc* vinto successo* riuscit* speranz* sper* fiduci* apprezz* interessant* sicur* onest* giust* corrett*
      elegant* dolc* delizios* gustos* buonissim* soddisf* positiv* vantagg* gratis economico ringrazi* auguri* fortunat* fortuna
      orgoglios* ammir* stim* competent* seri serio seria sostegno* sostenere aiut* solidar* pace accordo crescit* riform* salvare
      salva onore* coraggi* capac* intelligent* magar* haha* ;) bentornat* benvenut* forza tranquill* sereno serena`,
    bad: `cattiv* lent* error* delus* deludent* problem* caro cara car* difficil* male brutt* peggio* peggior* trist* purtroppo peccato
      rott* guast* blocc* lentezz* noios* noia stanc* stress* arrabbiat* rabbia incazz* paur* preoccup* ansia* piang* pianto dolor* soffr*
      malat* malatt* mort* muor* morire ucci* guerra* crisi* disastr* fallit* falliment* fallire perd* perso persa perdit* bugi* bugiard*
      mentire falso falsa falsi fals* ingann* rubare rubat* ladr* corrott* corruzion* evasor* evasion* mafi* scandal* ingiust* illegal* abus*
      tagli tass* tasse sacrific* sprec* inutil* incapac* incompetent* ignorant* stupid* scem* cretin* ridicol* assurd* impossibil* inaccettabil*
      colpa colpevol* accus* critic* protest* sciopero scioper* licenzi* disoccup* povert* pover* debit* danni danno* danneggi* pericol*
      minacc* violen* offes* insult* odios* antipatic* maleducat* scortes* sporc* rumoros* complicat* confus* mancanz* manca mancano
      rifiut* lament* reclam* rimborso ritard* pesant* fatic* fregat* fregare fregature pentit* solo sola piange tradit* traditor* negativ*
      fascist* razzis* banche banchieri lobby troika`,
    worst: `pessim* orribil* odio odia odiare schif* vergogn* truff* merd* cazz* fanculo vaffanculo stronz* coglion* puttan* bastard*
      idiot* deficient* imbecill* terribil* tremend* disgustos* disgust* fogna feccia delinquent* criminal* assassin* terroris* ladri
      catastrof* incubo* squallid* porcheri* spazzatura* schifos* indecent* indegn* maledett* buffon* pagliacc* inciucio*`,
    not: 'non senza mai nessun nessuna nessuno niente nulla né manco neanche nemmeno',
    very: 'molto davvero tanto troppo così proprio veramente assolutamente estremamente totalmente davvero più tutta',
    little: "poco abbastanza un po' leggermente quasi piuttosto",
    but: 'ma però tuttavia purtroppo invece eppure peccato',
    none: 'fine bug male mare sole estate pace fan come solo cause pare note care fare',
  },
]
