import { channelWords, isChannel } from '#collect/surveys/channels.ts'
import type { SurveyResults } from '#collect/surveys/results/contract.ts'
import { points } from '#collect/surveys/results/scores.ts'
import { count } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'

const nameOf = (channel: string) => (isChannel(channel) ? channelWords[channel] : channel)

/** How the answers came in, and how many of those asked that way answered. */
export function ResultChannels({
  surveyId,
  results,
  to,
}: {
  surveyId: string
  results: SurveyResults
  to(search: string): string
}) {
  if (results.channels.length === 0) return null
  return (
    <section aria-label="Response rate by channel">
      <h2 className="font-semibold">Response rate by channel</h2>
      <p className="help mb-2">answered of delivered</p>
      <ul className="grid gap-2">
        {results.channels.map(({ channel, answers, delivered, answered, rate }) => (
          <li
            key={channel}
            className="grid grid-cols-[8.5rem_4rem_minmax(0,1fr)] items-center gap-x-3 max-phone:grid-cols-[minmax(0,1fr)_auto]"
          >
            <span>{nameOf(channel)}</span>
            <Door
              to={to(`channel=${channel}`)}
              className="num text-end"
              aria-label={`${answers} answers ${nameOf(channel).toLowerCase()}`}
            >
              {count(answers)}
            </Door>
            {delivered === null || answered === null ? (
              <span className="help max-phone:col-span-2">nothing is sent this way</span>
            ) : (
              <Go
                to={`surveys/${surveyId}/asked?by=${channel}&reached=true`}
                className="row gap-2 hover:opacity-80 max-phone:col-span-2"
                aria-label={`${answered} of ${delivered} reached ${nameOf(channel).toLowerCase()} answered`}
              >
                <span className="block h-3 grow overflow-hidden rounded-1 bg-surface-2" aria-hidden="true">
                  <span
                    className="block h-full rounded-1 bg-accent"
                    style={{ width: `${delivered === 0 ? 0 : (answered / delivered) * 100}%` }}
                  />
                </span>
                <span className="help num flex-none">
                  {rate ? `${points(rate.value)} %, ` : ''}
                  {count(answered)} of {count(delivered)}
                </span>
              </Go>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
