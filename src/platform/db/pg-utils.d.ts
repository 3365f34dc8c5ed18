declare module 'pg/lib/utils.js' {
  /** A value as the text (or bytes) that the server reads. */
  export function prepareValue(value: unknown): string | Buffer | null
  const utils: { prepareValue: typeof prepareValue }
  export default utils
}
