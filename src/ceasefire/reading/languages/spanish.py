"""Spanish: direct speech, `que` and `según`, and the verbs of saying that news uses most."""

from __future__ import annotations

from ceasefire.reading.languages.rules import Rules, numbered, verbs, words

SPANISH = Rules(
    code="es",
    verbs=verbs(
        say="""
            dijo dice dicen dijeron dicho decía afirmó afirma afirman afirmaron afirmado aseguró asegura aseguran aseguraron asegurado declaró declara declararon
            declarado señaló señala señalan señalaron señalado explicó explica explicaron explicado agregó agrega agregaron añadió añade añadieron añadido indicó
            indica indicaron indicado anunció anuncia anunciaron anunciado informó informa informaron informado manifestó manifiesta manifestaron expresó expresa
            expresaron sostuvo sostiene sostuvieron precisó precisa precisaron confirmó confirma confirmaron confirmado subrayó subraya subrayaron destacó destaca
            reiteró reitera reiteraron recordó recuerda comentó comenta contó cuenta relató relata admitió admite reconoció reconoce respondió responde contestó
            insistió insiste escribió escribe concluyó concluye apuntó apunta reveló revela detalló detalla apostilló aclaró aclara puntualizó
        """,
        judge="advirtió advierte advirtieron estimó estima estimaron consideró considera consideraron cree creen teme temen pronosticó opinó opina lamentó lamenta alertó alerta",
        deny="negó niega negaron desmintió desmiente desmintieron rechazó rechaza refutó",
        ask="pidió pide pidieron pedido exigió exige exigieron reclamó reclama solicitó solicita instó insta exhortó urgió",
        promise="prometió promete prometieron juró garantizó garantiza",
        accuse="denunció denuncia denunciaron acusó acusa",
    ),
    helpers=words("ha han había habían no también además ya aún luego nunca se lo le les"),
    that=words("que"),
    elided=(),
    according=(("según",), ("de", "acuerdo", "con"), ("en", "palabras", "de"), ("a", "juicio", "de")),
    pronouns=words("él ella ellos ellas"),
    stops=words(
        """lunes martes miércoles jueves viernes sábado domingo ayer hoy este esta el_lunes en durante tras ante a al por desde sobre quien que donde cuando
        mientras pero y""",
    ),
    negations=words("no nunca jamás ningún ninguna ninguno nadie nada tampoco ni"),
    subordinate=words("que quien quienes si donde cuando porque aunque mientras pero sino"),
    required=words("debe deben deberá deberán debería deberían hay_que tiene tienen"),
    possible=words("puede pueden podrá podría podrían quizá quizás tal_vez"),
    conditional=words("si salvo"),
    intended=words("va van prevé prevén piensa planea espera"),
    months=numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
    ),
    days=numbered("lunes martes miércoles jueves viernes sábado domingo", 0),
    adds=words("agregó agrega añadió añade añadieron agregaron concluyó concluye"),
    future=("ará", "erá", "irá", "arán", "erán", "irán", "drá", "drán"),
)
