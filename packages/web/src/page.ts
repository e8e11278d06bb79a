/** What one message about one field says. `field` is the name of the field as the form sends it. */
export type FieldError = { readonly field: string; readonly message: string };

/** What was sent by a form that is shown again, by name of field. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One link of the navigation; `current` marks the part of the product that the page belongs to. */
export type NavItem = { readonly text: string; readonly href: string; readonly current?: boolean };

/** The person looking, as far as a page needs to know: roles for the navigation, the name for the header. */
export type PageViewer = { readonly roles: readonly string[]; readonly name?: string };

/**
 * What every page is given beside its own model. `current` is the path of the page, `version` that of the
 * record it changes, `key` the idempotency key of its form (one is made when it is absent), `demo` puts the
 * banner that says every child is synthetic, `next` and `first` are the
 * addresses of other parts of a long list, `may` answers whether the viewer has a permission.
 */
export type PageContext = {
  readonly viewer?: PageViewer | undefined;
  readonly nav: readonly NavItem[];
  readonly current: string;
  readonly basePath: string;
  readonly service: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly typed?: Typed | undefined;
  readonly version?: number | undefined;
  readonly key?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly may?: ((permission: never) => boolean) | undefined;
  readonly next?: string | undefined;
  readonly first?: string | undefined;
};

/** Turns a template, its model and the page's context into HTML. */
export type Render = (template: string, model: object, page: PageContext) => string;
