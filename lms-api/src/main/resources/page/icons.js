// @ts-check
import { svg, html } from 'lit';

/** @param {unknown} shape */
function icon(shape) {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${shape}</svg>`;
}

export function mark() {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="M16 6.5c-4.1 0-6.8 3-6.800 7v3.800l-1.800 3.300a1 1 0 0 0 .9 1.500h15.400a1 1 0 0 0 .9-1.500l-1.800-3.300v-3.800c0-4-2.700-7-6.800-7Z"/><path d="M13.200 24a2.900 2.900 0 0 0 5.600 0Z"/></svg>`;
}

export const clock = () => icon(svg`<circle cx="10" cy="10" r="7"/><path d="M10 6v4.200l2.700 1.600"/>`);
export const check = () => icon(svg`<path d="m4.500 10.500 3.600 3.600 7.400-8"/>`);
export const cross = () => icon(svg`<path d="m5.500 5.500 9 9m0-9-9 9"/>`);
export const search = () => icon(svg`<circle cx="9" cy="9" r="5.500"/><path d="m13.200 13.200 3.800 3.800"/>`);
export const chevron = () => icon(svg`<path d="m6 8 4 4 4-4"/>`);
export const plus = () => icon(svg`<path d="M10 4.500v11M4.500 10h11"/>`);
export const arrow = () => icon(svg`<path d="m8 5 5 5-5 5"/>`);
export const warning = () => icon(svg`<path d="M10 3.500 17.500 16.500h-15Z"/><path d="M10 8.500v3.500m0 2v.2"/>`);
export const upload = () => icon(svg`<path d="M10 13.500V4m-3.500 3.500L10 4l3.500 3.500M4 14v2.500h12V14"/>`);
