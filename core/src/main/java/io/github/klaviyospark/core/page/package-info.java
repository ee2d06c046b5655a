/**
 * Reading a collection page by page: the chain of cursors, what happens when it breaks, and the page that is fetched
 * ahead. Knows neither what a resource looks like nor what becomes of it; whoever reads brings a {@link
 * io.github.klaviyospark.core.page.PageFormat}.
 */
package io.github.klaviyospark.core.page;
