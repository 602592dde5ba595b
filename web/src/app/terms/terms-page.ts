import { Component } from '@angular/core';

/** Stands in for the terms of an installation, which has its own and links them. */
@Component({
  selector: 'app-terms-page',
  template: `
    <article class="panel">
      <h1 i18n>Terms of use</h1>
      <p i18n>
        This is the place of the terms that people accept when they sign up. Here they are those of the lab, which is
        for trying things out: be kind to the machine and to each other, and keep nothing here that you would miss.
      </p>
      <h2 i18n>For whoever runs an installation</h2>
      <p i18n>
        Link your own text with <code>accounts.sign_up.terms.url</code> in the configuration, and change
        <code>accounts.sign_up.terms.version</code> when the text changes: the version is kept with every sign-up.
      </p>
    </article>
  `,
  styleUrl: '../design/form-page.scss',
  styles: `
    h2 {
      margin: 8px 0 -8px;
    }
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class TermsPage {}
