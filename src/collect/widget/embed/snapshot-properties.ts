/** What makes a box look as it does. Sizes are written apart. */
export const boxProperties = [
  'display', 'position', 'top', 'right', 'bottom', 'left', 'float', 'clear', 'z-index', 'visibility', 'opacity',
  'margin-top', 'margin-right', 'margin-bottom', 'margin-left',
  'padding-top', 'padding-right', 'padding-bottom', 'padding-left',
  'border-top', 'border-right', 'border-bottom', 'border-left',
  'border-top-left-radius', 'border-top-right-radius', 'border-bottom-left-radius', 'border-bottom-right-radius',
  'border-collapse', 'border-spacing', 'table-layout', 'caption-side', 'vertical-align',
  'background-color', 'background-image', 'background-size', 'background-position', 'background-repeat', 'background-clip', 'background-origin',
  'box-shadow', 'outline', 'outline-offset', 'overflow-x', 'overflow-y', 'clip-path', 'transform', 'transform-origin', 'filter', 'mix-blend-mode',
  'flex-direction', 'flex-wrap', 'flex-grow', 'flex-shrink', 'flex-basis', 'justify-content', 'align-items', 'align-content', 'align-self', 'justify-self', 'justify-items', 'order',
  'row-gap', 'column-gap', 'grid-template-columns', 'grid-template-rows', 'grid-auto-flow', 'grid-column-start', 'grid-column-end', 'grid-row-start', 'grid-row-end',
  'column-count', 'column-width',
  'color', 'font-family', 'font-size', 'font-weight', 'font-style', 'font-stretch', 'font-variant', 'font-feature-settings', 'font-variation-settings', 'font-optical-sizing',
  'line-height', 'letter-spacing', 'word-spacing', 'text-align', 'text-indent', 'text-transform', 'text-decoration', 'text-underline-offset', 'text-shadow', 'text-overflow',
  'white-space', 'word-break', 'overflow-wrap', 'hyphens', 'direction', 'unicode-bidi', 'writing-mode', 'list-style-type', 'list-style-position', 'tab-size',
  '-webkit-font-smoothing', '-webkit-line-clamp', '-webkit-box-orient', '-webkit-text-fill-color', 'aspect-ratio',
] as const

export const svgProperties = [
  'color', 'fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray', 'stroke-dashoffset', 'stroke-opacity',
  'opacity', 'visibility', 'display', 'transform', 'transform-origin', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'stop-color', 'stop-opacity', 'clip-rule',
] as const

export const svgAttributes = new Set([
  'viewBox', 'd', 'cx', 'cy', 'r', 'rx', 'ry', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'width', 'height', 'points', 'transform', 'offset', 'preserveAspectRatio',
  'gradientUnits', 'gradientTransform', 'id', 'clip-path', 'dx', 'dy', 'pathLength', 'clipPathUnits',
])
