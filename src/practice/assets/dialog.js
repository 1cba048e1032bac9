// @ts-check
// Dialogs of every kind: native, ARIA in the Ember outlet or in a portal, and in the shadow root of #interop-outlet.
'use strict';

practice.dialogs = (() => {
  const { config, texts, el, button, has, fault, millis, cover, move } = practice;

  const shadowStyle = `
    .overlay{position:fixed;inset:0;background:rgba(0,0,0,.55);display:flex;align-items:flex-start;justify-content:center;z-index:1000;font:15px/1.45 system-ui,sans-serif}
    .artdeco-modal{background:#fff;color:#222;border-radius:10px;margin-top:90px;width:min(520px,92vw);position:relative;box-shadow:0 10px 40px rgba(0,0,0,.35)}
    .artdeco-modal__header{padding:16px 24px;border-bottom:1px solid #ddd}h2{margin:0;font-size:19px}
    .artdeco-modal__content{padding:18px 24px}.artdeco-modal__content p{margin:0}
    .artdeco-modal__actionbar{padding:12px 24px;border-top:1px solid #ddd;display:flex;gap:8px;justify-content:flex-end}
    button{font:600 15px system-ui,sans-serif;border-radius:18px;padding:7px 18px;border:1px solid #5b4a8a;background:#fff;color:#4a3a78;cursor:pointer}
    .artdeco-button--primary{background:#4a3a78;color:#fff}.artdeco-modal__dismiss{position:absolute;right:10px;top:10px;border:0;font-size:19px;padding:4px 10px}`;

  // The kind of dialog for a person on this page.
  function kindFor(slug, usual) {
    for (const kind of ['none', 'native', 'aria', 'shadow', 'never']) if (has('dialog_' + kind, slug)) return kind;
    return config.dialog === 'default' || config.dialog === 'late' ? usual : config.dialog;
  }

  const delayFor = (slug) => config.delay + (config.dialog === 'late' ? 1500 : 0) + millis('dialog_late', slug);

  // The name that a dialog uses for a person.
  function nameIn(person) {
    const other = fault('dialog_names', person.slug);
    const name = other || person.name;
    if (!has('dialog_first_name_only', person.slug)) return name;
    return other ? other.split(' ')[0] : person.first;
  }

  const modal = (ask, role, confirm, cancel, dismiss, inDialog) => el('div', {
    'data-test-modal': '', role, tabindex: '-1', size: 'medium', 'aria-labelledby': 'practice-dialog-title', 'aria-modal': 'true',
    class: 'artdeco-modal artdeco-modal--layer-' + (inDialog || 'default'),
  }, dismiss,
  el('div', { class: 'artdeco-modal__header' }, el('h2', { id: 'practice-dialog-title' }, ask.title)),
  el('div', { class: 'artdeco-modal__content' }, el('p', {}, ask.body)),
  el('div', { class: 'artdeco-modal__actionbar' }, cancel, confirm));

  // Opens a dialog. `ask`: kind, slug, title, body, cancel, confirm, and optional confirmAttributes, role, layer;
  // `then` is called with the click on the confirm button.
  function open(ask, then) {
    let close = () => {};
    const confirmed = (event) => { close(); then(event); };
    const confirm = button(ask.confirm, {
      class: 'artdeco-button artdeco-button--2 artdeco-button--primary artdeco-modal__confirm-dialog-btn', ...ask.confirmAttributes,
    }, confirmed);
    const cancel = button(ask.cancel, {
      class: 'artdeco-button artdeco-button--2 artdeco-button--secondary artdeco-modal__confirm-dialog-btn', 'data-test-dialog-secondary-btn': ask.kind === 'native' ? undefined : '',
    }, () => close());
    if (ask.kind !== 'native' && !(ask.confirmAttributes && 'data-view-name' in ask.confirmAttributes)) confirm.setAttribute('data-test-dialog-primary-btn', '');
    const dismiss = button('×', { 'aria-label': texts.dismiss, 'data-test-modal-close-btn': '', class: 'artdeco-modal__dismiss artdeco-button artdeco-button--circle' }, () => close());
    const escape = (event) => { if (event.key === 'Escape') close(); };
    let box;
    if (ask.kind === 'native') {
      box = nativeDialog(ask, confirm, cancel);
      const away = () => { practice.toaster.into?.(null); box.remove(); };
      close = () => { box.close(); away(); };
      document.body.append(box);
      practice.toaster.into?.(box);
      box.addEventListener('close', away);
      box.querySelector('.dialog-dismiss').addEventListener('click', () => close());
      box.showModal();
    } else if (ask.kind === 'shadow') {
      const root = shadowRoot();
      const panel = modal(ask, ask.role || 'dialog', confirm, cancel, dismiss);
      panel.classList.add('send-invite');
      box = el('div', { class: 'overlay artdeco-modal-overlay' }, panel);
      root.append(box);
    } else {
      const outlet = document.getElementById('artdeco-modal-outlet') || document.body;
      box = el('div', { 'data-test-modal-container': '', 'aria-hidden': 'false', class: 'artdeco-modal-overlay artdeco-modal-overlay--layer-default artdeco-modal-overlay--is-top-layer' },
        modal(ask, ask.role || 'dialog', confirm, cancel, dismiss, ask.layer));
      outlet.append(box);
      document.body.classList.add('artdeco-modal-is-open');
      document.querySelector('.application-outlet')?.setAttribute('aria-hidden', 'true');
    }
    if (ask.kind !== 'native') {
      close = () => {
        box.remove();
        document.removeEventListener('keydown', escape);
        document.body.classList.remove('artdeco-modal-is-open');
        document.querySelector('.application-outlet')?.removeAttribute('aria-hidden');
      };
      document.addEventListener('keydown', escape);
    }
    if (fault('covered', ask.slug) === 'confirm') cover(confirm);
    move(confirm, millis('moving', ask.slug));
    return () => close();
  }

  function nativeDialog(ask, confirm, cancel) {
    for (const made of [confirm, cancel]) { made.removeAttribute('class'); made.removeAttribute('data-test-dialog-primary-btn'); }
    confirm.className = 'dialog-primary';
    return el('dialog', { 'data-testid': 'dialog', 'aria-labelledby': 'dialog-header', class: 'practice-dialog' },
      button('×', { 'aria-label': texts.dismiss, class: 'dialog-dismiss' }, () => {}),
      el('div', {},
        el('header', { id: 'dialog-header' }, el('h2', {}, ask.title)),
        el('div', { 'data-testid': 'dialog-content' }, el('p', {}, ask.body)),
        el('footer', {}, cancel, confirm)));
  }

  function shadowRoot() {
    let host = document.getElementById('interop-outlet');
    if (!host) {
      host = el('div', { id: 'interop-outlet', 'data-testid': 'interop-shadowdom' });
      document.body.append(host);
    }
    const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
    if (!root.querySelector('style')) root.append(el('style', {}, shadowStyle));
    return root;
  }

  // A dialog that nobody asked for.
  function upsell() {
    const kind = fault('upsell', practice.page.person && practice.page.person.slug);
    if (kind === undefined) return;
    open({ kind, slug: '', title: texts.premium_title, body: texts.premium_text, cancel: texts.dismiss, confirm: 'Premium' }, () => practice.noteOther('premium', ''));
  }

  return { open, kindFor, delayFor, nameIn, upsell };
})();
