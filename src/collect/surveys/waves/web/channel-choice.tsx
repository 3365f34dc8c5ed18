import { useQuery } from '@tanstack/react-query'
import { previewSurveySms } from '#collect/surveys/contract.ts'
import { type WaveWay, waveWays } from '#collect/surveys/rules.ts'
import { lengthWords } from '#platform/sms/web/length-words.ts'
import { call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'

export const wayWords: Record<WaveWay, string> = {
  mail: 'Mail',
  sms: 'Text message',
  either: 'Mail, else text',
  in_app: 'In the product',
  phone: 'Calls',
}
export const wayHelp: Record<WaveWay, string> = {
  mail: 'To the address of each.',
  sms: 'To those who said yes to text messages.',
  either: 'By text message where there is no address or mail came back.',
  in_app: 'Waits on a page of your product, for people the widget knows.',
  phone: 'Each becomes a call to make, on Today of whoever calls.',
}

/** How a wave goes out; of a text message also what it says and how long it is. */
export function ChannelChoice({
  surveyId,
  channel,
  onChange,
}: {
  surveyId: string
  channel: WaveWay
  onChange(channel: WaveWay): void
}) {
  const slug = useSlug()
  const isTexted = channel === 'sms' || channel === 'either'
  const sms = useQuery({
    queryKey: ['survey-sms', slug, surveyId],
    queryFn: () => call(previewSurveySms, { surveyId }),
    enabled: isTexted,
  })
  return (
    <section aria-label="Goes by">
      <h2 className="mb-1 font-semibold">Goes by</h2>
      <Segments
        label="Goes by"
        value={channel}
        onChange={onChange}
        options={waveWays.map((value) => ({ value, label: wayWords[value] }))}
      />
      <p className="help mt-1">{wayHelp[channel]}</p>
      {isTexted && sms.data && (
        <figure className="mt-2">
          <blockquote className="rounded-2 border border-line p-2 text-sm break-words">
            {sms.data.text.replace(/hb_0+/, 'hb_…')}
          </blockquote>
          <figcaption className="help num mt-1">{lengthWords(sms.data)}</figcaption>
        </figure>
      )}
    </section>
  )
}
