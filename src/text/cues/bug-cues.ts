import { cue, type TypeCue } from '#text/cues/cue.ts'

/** How people tell of faults. */
export const bugCues: readonly TypeCue[] = [
  cue(
    'crash',
    'Tells of a crash',
    { bug: 3.6, praise: -1 },
    `
    crash|crashes|crashed|crashing|crashs
    freeze|freezes|freezing|froze|frozen|hang|hangs|hanging|hung|freezed
    force|forced|forces close|closes|closed|closing|closure|quit
    closes|closed|closing|shuts|shutting|quits|exits (itself|by itself|on its own|automatically|down|unexpectedly|immediately|on me)
    kicks|kicked|kicking|boots|booted me|us? out
    black|white|blank|blue|green screen
    stuck on|at|in|loading|while|when
    segfault|coredump|sigsegv|deadlock|panic
    segmentation fault
    core dump|dumped
    memory leak|corruption
    stack trace`,
  ),
  cue(
    'bug',
    'Names a fault',
    { bug: 3, praise: -0.6 },
    `
    bug|bugs|buggy|bugged|glitch|glitches|glitchy|glitching|glitched|malfunction|malfunctions|malfunctioning|regression|defect|defective
    broken|broke|breaks|breaking|corrupt|corrupted|corrupts|unusable|unstable
    messed|screwed|messes|screws up
    goes|went|gone haywire|crazy|wrong
    something|somethings is|went|wrong wrong?`,
  ),
  cue(
    'error',
    'Names an error',
    { bug: 2.4, praise: -0.6 },
    `
    error|errors|exception|exceptions|traceback|assertion|undefined|nullpointerexception|typeerror|valueerror|attributeerror|runtimeerror|importerror
    fail|fails|failed|failing|failure|failures
    timeout|timeouts
    timed|times out
    went wrong
    try again later?`,
  ),
  cue(
    'works not',
    'Says that something does not work',
    { bug: 3, praise: -1 },
    `
    $not (even|always|actually|really|properly|correctly|seem to|want to|just)? $act
    (stop|stops|stopped|quit|ceased|quits) (working|loading|playing|opening|syncing|responding|showing|updating|functioning|sending|receiving|downloading)
    no longer|longer? works|working|work|able|opens|loads|shows|plays|supports
    nothing happens|works|happened|loads|shows
    (barely|hardly|rarely|sometimes) works|working|loads
    works (sometimes|intermittently)
    half|only works
    nonfunctional|inoperable
    not|isn't|isnt working|functioning|responding|loading|functional|visible|available|accessible`,
  ),
  cue(
    'cannot',
    'Says what cannot be done',
    { bug: 1.7, praise: -0.8, usability: 0.3 },
    `
    $cannot (even|seem to|actually|really)? (log|sign|login|open|load|save|access|connect|install|start|see|view|upload|download|send|export|import|print|play|watch|hear|use|get|edit|update|delete|add|post|read|find|change|receive|make|turn|move|scroll|click|select|type|enter|register|verify|activate|refresh|restore|share|call|join|record|remove|search|sync|do|uninstall|reinstall|complete|create|set|listen|reset|go|stop|hide|copy|reply|comment|build|run|compile)
    (refuse|refuses|refusing|refused) to
    unable to
    not|isn't|wasn't able to
    (won't|wont|doesn't|doesnt|not|never) (let|lets|allow|allowing|letting) (me|you|us|users|it|to)
    access denied`,
  ),
  cue(
    'wrong',
    'Tells of a wrong result',
    { bug: 1.4, praise: -0.5 },
    `
    wrong|wrongly|incorrect|incorrectly|inaccurate|mismatch|invalid|unexpected|unexpectedly|inconsistent
    duplicate|duplicates|duplicated|disappear|disappears|disappeared|disappearing|vanished|vanishes
    lost|lose|losing|loses|deleted|erased|wiped|gone $the? (data|files|photos|notes|everything|all|progress|work|history|messages|account|chats|contacts|settings)
    logs|logged|logging|signs|signed|signing me|us? out
    keeps|keep|kept|constantly|continuously|continually|repeatedly (crashing|freezing|logging|asking|saying|closing|failing|stopping|telling|giving|disconnecting|restarting|popping|loading|reloading|buffering|getting|sending|showing|disappearing|turning|resetting|losing)
    says|saying|said|tells|shows|get|getting|got|gives|giving (an|the|this)? (error|message|unavailable|offline)
    out of sync|memory
    blurry|distorted|garbled|flickers|flickering|flicker|stutter|stutters|stuttering|choppy|pixelated
    doubled|cut|cuts|cutting off|out
    incompatible|unresponsive
    randomly|suddenly|intermittently
    disconnects|disconnected|disconnecting|reboots|rebooting|restarts`,
  ),
  cue(
    'since',
    'Ties it to an update',
    { bug: 1.7, praise: -0.5 },
    `
    (since|after|with|until|before) $the? $fresh? $fresh? $release
    ever since
    $fresh $release (broke|breaks|has|is|ruined|sucks|made|makes|won't|doesn't|keeps|causes|killed|messed)
    used to work|be|load|open|play|run|love|show|have
    (worked|works|was working|were working|working) (fine|great|perfectly|well|good|ok|okay|properly) (until|before|till|but|on|with|in)
    stopped after|since
    all of a sudden
    no longer
    after|since updating|upgrading|installing`,
  ),
  cue(
    'fix',
    'Asks for a fix',
    { bug: 2.2, praise: -0.3 },
    `
    $please (do|just|can you|could you)? (fix|solve|resolve|repair|look|sort|rectify|correct|help)
    (fix|fixed|solve|resolve|repair|sort) (it|this|that|these|them|the|your|my|those|asap|soon|now|immediately|and|all)
    (needs|need|must|should|to|get|got|gets|not|been|be|hope) (to|be|it|this|being|a|some)? (fix|fixed|fixing|fixes|repair|repaired)
    bug fix|fixes|fixing
    hotfix|workaround|debug|debugging|troubleshoot|troubleshooting
    (work|works|working) on (it|this|that|these) issue|issues|problem|bug?
    look into|at this|it|that`,
  ),
  cue(
    'report',
    'Is laid out like a fault report',
    { bug: 2.2, feature: -0.6 },
    `
    steps|how to reproduce
    (to|can|cannot|could|can't|be|been|issue|not) reproduce|reproduced|reproducible
    repro|reproduction|reproducer
    expected|actual|current|observed (behavior|behaviour|result|results|output)
    describe the bug
    bug report
    type bug
    system information|info
    (os|python|compiler|browser|opencv|tensorflow|react|node|app|version) version
    debug log
    relevant log|output
    what happened
    stacktrace|logcat|crashlog|changelog`,
  ),
  cue(
    'problem',
    'Speaks of a problem',
    { bug: 1.1, praise: -0.4 },
    `
    problem|problems|issue|issues|trouble|troubles|problematic|flaw|flaws|faulty|fault`,
  ),
]
