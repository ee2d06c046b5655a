/**
 * What can be written besides the records of data sources: for each resource and change one class, which says what
 * columns a row has, what they become in a request of today, and how requests of today and of earlier revisions are read
 * back into rows. A row is a JSON object here, with a member for each column. Nothing here sends anything, and nothing
 * knows where rows come from.
 */
package io.github.klaviyospark.core.target;
