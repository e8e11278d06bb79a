export { assets } from './assets.ts';
export { childHead, type ChildHead } from './child-head.ts';
export { choices, type Choice } from './choices.ts';
export { helpLines } from './help-lines.ts';
export type { HelpLine } from './help-lines.ts';
export { navigation } from './navigation.ts';
export type { FieldError, NavItem, PageContext, PageViewer, Render, Typed } from './page.ts';
export { renderer } from './renderer.ts';
