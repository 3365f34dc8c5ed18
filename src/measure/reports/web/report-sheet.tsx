import { type ReactNode, useId } from 'react'
import { changedParts } from '#close/share-backs/rules.ts'
import { checkAddress, followUpAddress, itemsAddress } from '#measure/reports/addresses.ts'
import type { Report } from '#measure/reports/contract.ts'
import { itemsChart, typesChart } from '#measure/reports/drawings.ts'
import type { Texts } from '#measure/reports/texts.ts'
import {
  answerText,
  checkName,
  effectText,
  itemsSub,
  itemsTitle,
  missesTarget,
  periodTitle,
  qualityNote,
  qualityTitle,
  scoreLines,
  severityText,
  textsOf,
  themeMove,
  themesTitle,
  typesSub,
  typesTitle,
  waitingSub,
  waitingTitle,
} from '#measure/reports/words.ts'
import { Figure } from '#platform/web/figure.tsx'
import { directionOf } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** The sheet itself: what the PDF has too, with every number a door. */
export function ReportSheet({ report }: { report: Report }) {
  const { kind, figures } = report
  const inbox = (type?: string) => itemsAddress(report.from, report.to, type)
  const bugs = figures.types.find(({ code }) => code === 'bug_report')
  const t = textsOf(report.language)
  const scores = scoreLines(t, kind, figures)
  return (
    <article className="sheet" lang={report.language} dir={directionOf(report.language)}>
      <header className="sheet-head">
        <b>{useSession().workspace.name}</b>
        <span className="help num">{periodTitle(t, report)}</span>
      </header>
      <h2 className="headline">{report.headline}</h2>
      <p className="lead">{report.lead}</p>
      <div className="pair">
        <Figure
          title={itemsTitle(t, kind, figures)}
          sub={itemsSub(t, kind, figures)}
          draw={(width) =>
            itemsChart(t, kind, figures, {
              width,
              link: { to: inbox(), says: itemsTitle(t, kind, figures) },
            })
          }
          height={100}
        />
        <Figure
          title={typesTitle(t, figures)}
          sub={typesSub(t, kind, figures)}
          draw={(width) => typesChart(t, figures, { width, linkOf: inbox })}
          height={100}
        >
          {bugs && bugs.items > 0 && <p className="help">{t.bugs(severityText(t, figures))}</p>}
        </Figure>
      </div>
      <Themes t={t} report={report} />
      <Waiting t={t} report={report} />
      {scores.length > 0 && (
        <Part title={t.scoresTitle}>
          <ul className="scores">
            {scores.map(({ label, value, note }) => (
              <li key={label}>
                <span>{label}</span>
                <b className="num">{value}</b>
                <span className="help">{note}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Quality t={t} report={report} />
      {figures.effects.length > 0 && (
        <Part title={t.effectsTitle}>
          {figures.effects.map((effect) => (
            <p key={effect.id}>
              <Go to={`actions/${effect.id}`} className="med hover:underline">
                CAPA {effect.number}: {effect.finding}
              </Go>
              <span className="block text-ink-2">{effectText(t, effect)}</span>
            </p>
          ))}
        </Part>
      )}
      <Part title={t.changedTitle}>
        {changedParts(figures.changed, t.changes).map((part) => (
          <div key={part.key}>
            <h4 className="help">{part.title}</h4>
            <ul>
              {part.lines.map((line) => (
                <li key={line.text} className="wrap-anywhere">
                  {line.to ? (
                    <Go to={line.to} className="hover:underline">
                      {line.text}
                    </Go>
                  ) : (
                    line.text
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Part>
      <footer className="help num">
        {t.asOf(t.dateTime(report.zone, report.madeAt, report.madeAt), report.number)}
      </footer>
    </article>
  )
}

function Part({ title, sub, children }: { title: string; sub?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="fig" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {sub && <p className="sub">{sub}</p>}
      <div className="part">{children}</div>
    </section>
  )
}

interface OfReport {
  t: Texts
  report: Report
}

function Themes({ t, report }: OfReport) {
  const { kind, figures, quotes, madeAt } = report
  if (figures.themes.length === 0)
    return (
      <Part title={themesTitle(t, figures)}>
        <p className="help">{t.noThemeYet}</p>
      </Part>
    )
  return (
    <Part title={themesTitle(t, figures)} sub={t.themesSub(kind)}>
      <table className="tb themes">
        <caption className="vh">{t.topThemes}</caption>
        <thead>
          <tr>
            <th scope="col">{t.heads.theme}</th>
            <th scope="col" className="rt">
              {t.heads.mentions}
            </th>
            <th scope="col" className="rt">
              {t.heads.accounts}
            </th>
            <th scope="col">{t.heads.whatWeDo}</th>
          </tr>
        </thead>
        <tbody>
          {figures.themes.map((theme, at) => {
            const said = quotes.find(({ themeId }) => themeId === theme.id)
            const move = themeMove(t, figures, theme)
            return (
              <tr key={theme.id}>
                <td>
                  <div className="flex">
                    <b className="num place">{at + 1}</b>
                    <span className="said">
                      <Go to={`themes/${theme.id}`} className="med hover:underline" dir="auto">
                        {theme.name}
                      </Go>
                      {said && (
                        <Go to={`inbox/${said.feedbackId}`} className="help block hover:underline">
                          <q dir="auto">{said.quote}</q>
                        </Go>
                      )}
                    </span>
                  </div>
                </td>
                <td className="rt">
                  <Door to={`themes/${theme.id}`} className="num">
                    {t.number(theme.mentions)}
                  </Door>
                  {move && <span className="help block nowrap">{move}</span>}
                </td>
                <td className="rt num">{t.number(theme.accounts)}</td>
                <td>
                  {theme.answer ? (
                    <>
                      {answerText(t, theme.answer, madeAt)}
                      <Go
                        to={`${theme.answer.kind === 'request' ? 'requests' : 'actions'}/${theme.answer.id}`}
                        className="help block hover:underline"
                      >
                        {theme.answer.title}
                      </Go>
                    </>
                  ) : (
                    <span className="muted">{answerText(t, null, madeAt)}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Part>
  )
}

function Waiting({ t, report }: OfReport) {
  const { figures, followUps, madeAt, zone } = report
  const { untold, waiting } = figures
  const rest = waiting.cases + waiting.items - followUps.length
  return (
    <Part title={waitingTitle(t, figures)} sub={waitingSub(t, report)}>
      {followUps.length + untold.people > 0 && (
        <table className="tb waiting">
          <caption className="vh">{t.followUps}</caption>
          <thead>
            <tr>
              <th scope="col">{t.heads.who}</th>
              <th scope="col" className="max-phone:hidden">
                {t.heads.about}
              </th>
              <th scope="col">{t.heads.owner}</th>
              <th scope="col" className="rt">
                {t.heads.due}
              </th>
            </tr>
          </thead>
          <tbody>
            {followUps.map((one) => (
              <tr key={followUpAddress(one)}>
                <td>
                  <Go to={followUpAddress(one)} className="med hover:underline" dir="auto">
                    {one.who}
                  </Go>
                </td>
                <td className="text-ink-2 max-phone:hidden" dir="auto">
                  {one.about}
                </td>
                <td>{one.owner ?? <span className="muted">{t.nobody}</span>}</td>
                <td className={`rt num ${one.dueAt && one.dueAt < madeAt ? 'err strong' : ''}`}>
                  {one.dueAt ? t.dateTime(zone, one.dueAt, madeAt) : '–'}
                </td>
              </tr>
            ))}
            {untold.people > 0 && (
              <tr>
                <td className="med">
                  <Door to="loops?missing=told">{t.behindFinished(untold.people, untold.items)}</Door>
                </td>
                <td className="text-ink-2 max-phone:hidden">{t.areOwed}</td>
                <td />
                <td />
              </tr>
            )}
          </tbody>
        </table>
      )}
      {rest > 0 && <p className="help mt-1">{t.more(rest)}</p>}
    </Part>
  )
}

function Quality({ t, report }: OfReport) {
  const { kind, figures } = report
  if (!figures.quality) return null
  return (
    <Part
      title={qualityTitle(t, figures.quality)}
      {...(figures.quality.length > 0 && { sub: t.qualitySub(kind) })}
    >
      {figures.quality.length > 0 && (
        <table className="tb quality">
          <caption className="vh">{qualityTitle(t, figures.quality)}</caption>
          <thead>
            <tr>
              <th scope="col">{t.heads.check}</th>
              <th scope="col" className="rt">
                {t.heads.inTime}
              </th>
              <th scope="col" className="rt max-phone:hidden">
                {t.heads.target}
              </th>
              <th scope="col" className="rt">
                {t.heads.failed}
              </th>
            </tr>
          </thead>
          <tbody>
            {figures.quality.map((one) => (
              <tr key={one.key}>
                <td>
                  <Go to={`quality/${one.key}`} className="med hover:underline" dir="auto">
                    {checkName(t, one)}
                  </Go>
                  <span className="help block">{qualityNote(t, kind, one)}</span>
                </td>
                <td className={`rt num strong ${missesTarget(one) ? 'err' : ''}`}>
                  {t.percent(one.share.share)}
                </td>
                <td className="rt num muted max-phone:hidden">{t.number(one.target)} %</td>
                <td className="rt num">
                  {one.missed > 0 ? (
                    <Door to={checkAddress(report, one.key)}>{t.number(one.missed)}</Door>
                  ) : (
                    t.number(0)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  )
}
