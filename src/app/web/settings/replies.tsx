import { ToneSettings } from '#close/tone/web/tone-settings.tsx'

/** How replies are written here: what a good one does. */
export default function RepliesSettings() {
  return <ToneSettings />
}
