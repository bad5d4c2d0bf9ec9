"""French: direct speech, `que` and `selon`, and the verbs of saying that news uses most."""

from __future__ import annotations

from ceasefire.reading.languages.rules import Rules, numbered, verbs, words

FRENCH = Rules(
    code="fr",
    verbs=verbs(
        say="""
            dit dits disent disait déclaré déclare déclarait déclarent affirmé affirme affirment affirmait ajouté ajoute ajoutait annoncé annonce annoncent
            indiqué indique indiquent indiquait expliqué explique expliquent expliquait précisé précise précisent assuré assure assurent souligné souligne
            soulignent rapporté rapporte rapportent confirmé confirme confirment répondu répond raconté raconte racontent poursuivi poursuit conclu conclut
            rappelé rappelle rappellent répété répète martelé martèle lancé lance insisté insiste insistent reconnu reconnaît admis admet noté note
            relevé relève constaté constate témoigné témoigne écrit résumé résume commenté commente remarqué remarque observé observe soutenu soutient
            prétendu prétend révélé révèle fait-il réagi
        """,
        judge="estimé estime estiment estimait jugé juge jugent averti avertit avertissent prévenu prévient craint craignent redoute redoutent considère considèrent prédit pense pensent",
        deny="nié nie nient démenti dément démentent contesté conteste réfuté réfute",
        ask="demandé demande demandent exigé exige exigent réclamé réclame appelé exhorté exhorte",
        promise="promis promet promettent juré jure garanti garantit",
        accuse="dénoncé dénonce dénoncent accusé déploré déplore",
    ),
    helpers=words(
        "a ont avait avaient aura ai avons est sont a-t-il a-t-elle ont-ils ont-elles avait-il avait-elle ne n'a n'ont pas également aussi toutefois encore ensuite déjà"
    ),
    that=words("que"),
    elided=("qu'",),
    according=(("selon",), ("d'après",), ("aux", "yeux", "de"), ("de", "l'avis", "de")),
    pronouns=words("il elle ils elles on a-t-il a-t-elle ont-ils ont-elles avait-il avait-elle fait-il t-il t-elle"),
    stops=words(
        """lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui dans lors à devant après avant depuis pendant sur par en au aux où qui que dont
        quand tandis alors ce cette mais et""",
    ),
    negations=words("ne n' pas jamais aucun aucune ni rien personne"),
    subordinate=words("que qui si dont où quand lorsque parce puisque afin bien tandis mais"),
    required=words("doit doivent devra devront devrait devraient faut faudra faudrait"),
    possible=words("peut peuvent pourra pourrait pourraient peut-être éventuellement"),
    conditional=words("si sauf pourvu"),
    intended=words("sera seront aura auront fera feront ira iront compte comptent prévoit prévoient va vont envisage"),
    months=numbered(
        "janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre décembre/decembre"
    ),
    days=numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
    adds=words("ajouté ajoute poursuivi poursuit conclu conclut"),
    future=("era", "eront", "ira", "iront", "rra", "rront", "dra", "dront"),
)
