import { expect, test } from 'vitest'
import { links as stages } from '#close/ledger/rules.ts'
import { waitText } from '#measure/dashboards/rules.ts'
import { answersFinding, loopFinding, npsFinding, volumeFinding } from '#measure/dashboards/web/findings.ts'

const quarter = {
  name: 'Q3 26',
  from: '',
  to: '',
  n: 412,
  promoters: 0,
  passives: 0,
  detractors: 0,
  score: 34,
  low: 27,
  high: 41,
  delivered: 0,
  answered: 0,
}
const times = {
  channel: null,
  label: 'All',
  answered: 10,
  inside: 10,
  late: 0,
  waiting: 0,
  median: 30,
  nineOfTen: 100,
}

test('the title of a figure is its finding in at most nine words', () => {
  const titles = [
    npsFinding({
      quarters: [],
      latest: {
        quarter,
        band: 'average',
        bandFrom: 30,
        bandTo: 50,
        change: { points: 10, low: 1, high: 19, couldBeChance: false, against: 'a year ago' },
      },
    }),
    npsFinding({
      quarters: [],
      latest: { quarter: { ...quarter, score: -4 }, band: 'poor', bandFrom: -100, bandTo: 30, change: null },
    }),
    npsFinding({ quarters: [], latest: null }),
    volumeFinding({
      items: 470,
      before: 400,
      channels: [{ channel: 'widget', label: 'Widget', items: 97, before: 76, weeks: [] }],
    }),
    volumeFinding({ items: 0, before: 3, channels: [] }),
    answersFinding(
      times,
      [
        { ...times, label: 'Social media', nineOfTen: 1600 },
        { ...times, label: 'Review site', nineOfTen: 2600 },
      ],
      24,
    ),
    answersFinding({ ...times, late: 2 }, [times], 24),
    answersFinding(times, [times], 24),
    loopFinding(stages.map((stage) => ({ stage, reached: 10, stopped: stage === 'acted' ? 34 : 0 }))),
    loopFinding(stages.map((stage) => ({ stage, reached: 0, stopped: 0 }))),
  ]
  expect(titles).toMatchInlineSnapshot(`
    [
      "NPS is 34, up 10 on a year ago",
      "NPS is −4, with nothing to compare yet",
      "Too few answers for an NPS yet",
      "470 items, widget grows",
      "Nothing heard in this period",
      "Review site and social media wait longest",
      "2 of 12 first answers were late",
      "Every first answer came within 24 hours",
      "34 items are owed an answer on finished work",
      "No items in this period",
    ]
  `)
  for (const title of titles) expect(title.split(' ').length, title).toBeLessThanOrEqual(9)
})

test('waiting times are whole minutes, hours or days', () => {
  expect([54, 60, 135, 540, 2580, 4400].map(waitText)).toEqual([
    '54 min',
    '1 h',
    '2.3 h',
    '9 h',
    '43 h',
    '3 days',
  ])
})
