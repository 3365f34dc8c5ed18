/** After so many seconds a kiosk begins again: after thanks, and after the last touch or key of who walked away. */
export const thanksSeconds = 8
export const idleSeconds = 180

/** What the answer page must know of the link by which it was opened. */
export interface LinkShown {
  /** its address as a path, at which it begins */
  here: string
  /** what further addresses of this visit carry, ends with `&`; empty when nothing */
  keep: string
  /** made with the page: sent twice it is one answer */
  once: string
  isKiosk: boolean
  /** it takes no new answers */
  isShut: boolean
  /** a stranger is asked for name and address at the end */
  asksContact: boolean
  mayAgain: boolean
  frame: { size?: 'big' | 'compact'; frameOrigins?: readonly string[] }
  /** begins again when nothing happens */
  idle: { seconds: number; to: string } | undefined
  /** other languages, each with its own name for itself */
  tongues: { language: string; name: string }[]
}
