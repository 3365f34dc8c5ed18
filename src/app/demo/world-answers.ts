import type { Hours } from '#app/demo/hours.ts'
import { type Dice, fill } from '#app/demo/random.ts'
import { reasons } from '#app/demo/words.ts'
import type { DemoAccount, DemoAnswer, DemoWave, DemoWorld } from '#app/demo/world.ts'
import { lastWeeksOfQuarters } from '#app/demo/world-times.ts'

const hour = 3_600_000
const day = 24 * hour

/** What they answered when they were asked. */
export function makeAnswers(
  dice: Dice,
  accounts: DemoAccount[],
  now: Date,
  hours: Hours,
): Pick<DemoWorld, 'waves' | 'calls' | 'recent'> {
  const waves = lastWeeksOfQuarters(now, 5).map((morning, i, list): DemoWave => {
    const at = hours.at(morning)
    const lift = (i - (list.length - 1)) * 0.035
    const asked = accounts.flatMap((account, a) =>
      account.lifecycle === 'active' || (account.lifecycle === 'churned' && i < 2)
        ? account.contacts.flatMap((contact, c) =>
            contact.isOff || !dice.chance(0.75) ? [] : [{ account: a, contact: c }],
          )
        : [],
    )
    const answers = asked
      .filter(() => dice.chance(0.34))
      .map((who) => {
        const answeredAt = new Date(
          Math.min(at.getTime() + dice.around(20, 1.1) * hour, now.getTime() - hour),
        )
        const given = answer(
          dice,
          who,
          accounts[who.account]!.mood + lift,
          answeredAt,
          (now.getTime() - answeredAt.getTime()) / day,
        )
        // Cases came with the last three waves; before that nobody followed up.
        return i < list.length - 3 ? { ...given, followUp: 'none' as const } : given
      })
    const quarter = `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`
    return { name: quarter, at, asked, answers }
  })
  const active = accounts.flatMap((account, a) =>
    account.lifecycle === 'active' && account.ownerIndex !== null ? [a] : [],
  )
  const plan = [
    [3, 5, 'opened'],
    [2, 19, 'opened'],
    [5, 22, 'opened'],
    [1, 52, 'opened'],
    [4, 75, 'opened'],
    [3, 98, 'reached'],
    [6, 130, 'reached'],
    [2, 200, 'planned'],
    [5, 260, 'planned'],
    [4, 330, 'resolved'],
  ] as const
  const calls = plan.map(([score, hoursAgo, followUp], i) => ({
    account: active[(i * 11 + 4) % active.length]!,
    contact: 0,
    score,
    at: new Date(now.getTime() - hoursAgo * hour),
    words: `${fill(dice, dice.pick(reasons.detractor))}.`,
    followUp,
  }))
  // Answers given in talks during the last weeks, so that the running quarter has a score.
  const talks = active.slice(0, 44).map((account, i): DemoAnswer => {
    const at = hours.daysAgo(1 + i * 0.8)
    return {
      ...answer(dice, { account, contact: 0 }, accounts[account]!.mood + 0.05, at, 60),
      followUp: 'none',
    }
  })
  return {
    waves,
    calls: [...calls, ...talks.filter((talk) => talk.score > 6 || talk.account % 4 === 0)],
    recent: makeRecent(dice, accounts, waves.at(-1)!, now, hours),
  }
}

/** A wave of these weeks to those whom the last one left out; answers still come in. */
function makeRecent(dice: Dice, accounts: DemoAccount[], last: DemoWave, now: Date, hours: Hours): DemoWave {
  const tuesday = new Date(now.getTime() - 7 * day)
  tuesday.setUTCHours(9, 0, 0, 0)
  while (tuesday.getUTCDay() !== 2) tuesday.setUTCDate(tuesday.getUTCDate() - 1)
  const at = hours.at(tuesday)
  const before = new Set(last.asked.map((who) => `${who.account} ${who.contact}`))
  const asked = accounts
    .flatMap((account, a) =>
      account.lifecycle === 'active'
        ? account.contacts.flatMap((contact, c) =>
            contact.isOff || before.has(`${a} ${c}`) ? [] : [{ account: a, contact: c }],
          )
        : [],
    )
    .slice(0, 60)
  const answers = asked
    .filter(() => dice.chance(0.36))
    .map((who) => {
      const answeredAt = new Date(
        Math.min(at.getTime() + dice.around(18, 1.1) * hour, now.getTime() - dice.whole(2, 40) * hour),
      )
      const daysAgo = (now.getTime() - answeredAt.getTime()) / day
      return answer(dice, who, accounts[who.account]!.mood + 0.04, answeredAt, daysAgo)
    })
  return { name: `Not asked in ${last.name}`, at, asked, answers }
}

function answer(
  dice: Dice,
  who: { account: number; contact: number },
  mood: number,
  at: Date,
  daysAgo: number,
): DemoAnswer {
  const score = Math.max(
    0,
    Math.min(10, Math.round(4.6 + 6.6 * mood + (dice.next() + dice.next() - 1) * 3.2)),
  )
  const group = score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor'
  const said = dice.chance(group === 'detractor' ? 0.75 : 0.5) ? fill(dice, dice.pick(reasons[group])) : null
  return {
    ...who,
    score,
    at,
    words: said && (/[.!?]$/.test(said) ? said : `${said}.`),
    followUp:
      group !== 'detractor'
        ? 'none'
        : daysAgo > 45
          ? dice.chance(daysAgo > 75 ? 1 : 0.8)
            ? 'resolved'
            : 'planned'
          : dice.weighted([
              // a case is over a month after the first word at the earliest
              ['resolved', daysAgo > 35 ? 4 : 0],
              ['planned', 3],
              ['reached', 3],
            ] as const),
  }
}
