// The buttons of /widget/demo: each does what a page of yours would do.
export type Hearback = (verb: string, value?: unknown, extra?: unknown) => unknown
type Queue = Hearback & { q?: unknown[][] }
const shared = window as unknown as { hearback?: Queue }
// The queue stub of the documentation: calls made before the script has loaded wait in `q`.
shared.hearback ??= Object.assign((...values: unknown[]) => void queue().push(values), {
  q: [] as unknown[][],
})
const queue = () => shared.hearback!.q!
const hearback: Hearback = (...values) => shared.hearback!(...values)
const page = document.documentElement.dataset

const status = document.querySelector<HTMLElement>('#status')!
const say = (text: string) => {
  status.textContent = text
}

async function identify(): Promise<void> {
  const answer = await fetch(`/widget/demo/token?key=${encodeURIComponent(page.key ?? '')}`, {
    method: 'POST',
  })
  const body = await answer.json()
  if (!answer.ok) return say(body.title)
  hearback('identify', body.token)
}

const acts: Record<string, () => void> = {
  bug: () => hearback('open', { kind: 'bug' }),
  feature: () => hearback('open', { kind: 'feature' }),
  general: () => hearback('open', { kind: 'general' }),
  identify: () => void identify(),
  logout: () => {
    hearback('logout')
    say('Nobody is signed in.')
  },
  break: () => {
    say('An error is in the console now.')
    throw new Error('Checkout total is not a number (made on purpose by the demo page)')
  },
}
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-act]')) {
  button.addEventListener('click', () => acts[button.dataset.act!]!())
}
for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-reload]')) {
  select.addEventListener('change', () => {
    const url = new URL(location.href)
    url.searchParams.set(select.name, select.value)
    location.assign(url)
  })
}

if (page.key) {
  const { key, theme, locale } = page
  hearback('init', { key, theme, locale })
  hearback('metadata', { page: 'demo', cart: 2 })
  hearback('on', 'ready', () => say('The widget is ready.'))
  hearback('on', 'identified', (detail: { name: string }) => say(`Signed in as ${detail.name}.`))
  hearback('on', 'sent', (detail: { reference: string }) => say(`Sent. Reference ${detail.reference}.`))
  hearback('on', 'queued', () => say('Kept on this device until the connection is back.'))
}
