import type { Known, Say } from '#act/playbooks/check.ts'
import { knownPositions, type Playbook } from '#act/playbooks/language.ts'
import { nearest } from '#platform/conditions/rules.ts'

const builtIn = ['lead', 'management', 'account.owner']

/** Every place where a playbook names somebody: a word nobody can be, a position nobody holds, a team without people. */
export function checkPeople(playbook: Playbook, known: Known, say: Say): void {
  const declared = [...knownPositions, ...playbook.positions]
  const teams = known.teams ? [...known.teams.keys()] : playbook.teams
  const position = (
    path: readonly PropertyKey[],
    name: string,
    others: readonly string[] = [],
    vacant: 'error' | 'warning' = 'error',
  ) => {
    const held = known.positions && ['management', ...known.positions]
    const all = held ?? declared
    if (all.includes(name)) return
    const meant = nearest(name, [...others, ...all])
    const give = 'give it to a member in Settings, Members'
    const instead = held ? give : `list it under positions: [${name}]`
    if (held && declared.includes(name)) say(vacant, path, `nobody holds the position “${name}”`, give)
    else
      say(
        'error',
        path,
        held && !meant ? `nobody holds the position “${name}”` : `nobody can be “${name}”`,
        meant ? `write ${meant}` : instead,
      )
  }
  const team = (path: readonly PropertyKey[], name: string, empty: 'error' | 'warning' = 'error') => {
    if (known.teams?.get(name) === 0)
      say(empty, path, `nobody is in the team “${name}”`, 'put a member into it in Settings, Teams')
    if (teams.includes(name)) return
    const meant = nearest(name, teams)
    const make = known.teams ? 'make it in Settings, Teams' : `list it under teams: [${name}]`
    say('error', path, `there is no team “${name}”`, meant ? `write ${meant}` : make)
  }
  const person = (path: readonly PropertyKey[], name: string, more: readonly string[] = []) => {
    const others = [...builtIn, ...more]
    if (teams.includes(name) || playbook.teams.includes(name)) team(path, name)
    else if (!others.includes(name)) position(path, name, [...others, ...teams])
  }
  const rungs = (path: readonly PropertyKey[], list: Playbook['late']) =>
    list.forEach(({ tell }, i) => {
      for (const name of typeof tell === 'string' ? [tell] : tell) person([...path, i, 'tell'], name, ['who'])
    })

  if (playbook.owner) position(['owner'], playbook.owner, [], 'warning')
  if (playbook.approver) person(['approver'], playbook.approver)
  playbook.lead.forEach((lead, i) => {
    const next = playbook.lead[i + 1]
    if (lead.position) position(['lead', i, 'position'], lead.position, [], next ? 'warning' : 'error')
    if (lead.team) team(['lead', i, 'team'], lead.team, next ? 'warning' : 'error')
  })
  playbook.steps.forEach((step, i) => {
    person(['steps', i, 'who'], step.who)
    if (step.approve) person(['steps', i, 'approve'], step.approve)
    step.invite.forEach((one, n) => {
      position(['steps', i, 'invite', n, 'position'], one.position)
    })
    rungs(['steps', i, 'late'], step.late ?? [])
  })
  rungs(['late'], playbook.late)
}
