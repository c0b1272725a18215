# SPDX-License-Identifier: MIT
# make deb: packages for Debian 12 of what make install installs (README.md).

DEB = $B/deb
DEB_PACKAGES = heng heng-dev heng-plugins-gpl
DEB_ARCHITECTURE = $(shell dpkg --print-architecture)
DEB_FILES = $(foreach p,$(DEB_PACKAGES),$(DEB)/$p_$(VERSION)_$(DEB_ARCHITECTURE).deb)
DEB_MAINTAINER ?= heng developers <heng@localhost>
GPL_PLUGINS = $(foreach p,$(METHOD_PLUGINS),$(if $($p_GPL),$p))
DEB_DEPENDS_heng-dev = heng (= $(VERSION)), pkg-config | pkgconf
DEB_DEPENDS_heng-plugins-gpl = heng (= $(VERSION)),

deps-deb: ## install what make deb needs
	$(call need,dpkg-dev)

deb: all deps-deb ## build the packages heng, heng-dev and heng-plugins-gpl for Debian 12 in build/deb
	@rm -rf $(DEB)
	@$(MAKE) --no-print-directory install DESTDIR=$(abspath $(DEB))/heng PREFIX=/usr >/dev/null
	@mkdir -p $(DEB)/heng-dev/usr/share $(DEB)/heng-plugins-gpl/usr/lib/heng/plugins $(DEB)/debian
	@mv $(DEB)/heng/usr/include $(DEB)/heng-dev/usr/include
	@mv $(DEB)/heng/usr/lib/pkgconfig $(DEB)/heng-dev/usr/share/pkgconfig
	@mv $(GPL_PLUGINS:%=$(DEB)/heng/usr/lib/heng/plugins/%.so) $(DEB)/heng-plugins-gpl/usr/lib/heng/plugins
	@find $(DEB)/heng/usr/share/man -type f -exec gzip -9n {} +
	@find $(DEB) -name '*.so' -exec strip --strip-unneeded {} + && strip $(DEB)/heng/usr/bin/heng
	@printf 'Source: heng\n\nPackage: heng\nArchitecture: any\n' >$(DEB)/debian/control
	@$(MAKE) --no-print-directory $(DEB_FILES)

# $(call needs,PACKAGE,KIND,FIND): the packages of the libraries that its files are linked with.
needs = libraries=$$(cd $(DEB) && find $1 -type f \( $3 \) | xargs -r dpkg-shlibdeps -O --ignore-missing-info 2>/dev/null | \
	sed 's/^shlibs:Depends=//'); [ -z "$(DEB_$2_$1)$$libraries" ] || printf '%s: %s\n' $2 "$(DEB_$2_$1) $$libraries" | sed 's/  */ /g'
# What reads a server's tables, or needs MPI, is not what most come for.
SERVER = -name postgres.so -o -name optimised.so
RANK = -path '*/ranks/*'

$(DEB)/%_$(VERSION)_$(DEB_ARCHITECTURE).deb: core/deb/control.%
	@install -d $(DEB)/$*/DEBIAN $(DEB)/$*/usr/share/doc/$* $(DEB)/$*/usr/share/lintian/overrides
	@install -m 644 core/deb/copyright $(DEB)/$*/usr/share/doc/$*/copyright
	@printf 'heng ($(VERSION)) bookworm; urgency=medium\n\n  * What has changed: NEWS.gz of the package heng.\n\n -- %s  %s\n' \
		'$(DEB_MAINTAINER)' "$$(LC_ALL=C date -R -r CHANGELOG.md)" | gzip -9nc >$(DEB)/$*/usr/share/doc/$*/changelog.gz
	@[ $* != heng ] || gzip -9nc CHANGELOG.md >$(DEB)/$*/usr/share/doc/$*/NEWS.gz
	@sed -n 's/@PACKAGE@/$*/g; /^$*:/p' core/deb/overrides >$(DEB)/$*/usr/share/lintian/overrides/$*
	@find $(DEB)/$* -type d -exec chmod 755 {} + && find $(DEB)/$*/usr -type f ! -path '*/bin/*' -exec chmod 644 {} +
	@{ printf 'Package: %s\nVersion: $(VERSION)\nArchitecture: $(DEB_ARCHITECTURE)\n' $*; \
	  printf 'Maintainer: %s\nPriority: optional\n' '$(DEB_MAINTAINER)'; \
	  $(call needs,$*,DEPENDS,-name heng -path '*/bin/*' -o -name '*.so' ! \( $(SERVER) -o $(RANK) \)); \
	  $(call needs,$*,RECOMMENDS,$(SERVER)); $(call needs,$*,SUGGESTS,$(RANK)); \
	  printf 'Installed-Size: %s\n' "$$(du -k -s $(DEB)/$*/usr | cut -f 1)"; cat $<; } | \
	  sed 's/^DEPENDS:/Depends:/; s/^RECOMMENDS:/Recommends:/; s/^SUGGESTS:/Suggests:/' >$(DEB)/$*/DEBIAN/control
	@cd $(DEB)/$* && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums
	@dpkg-deb --root-owner-group --build $(DEB)/$* $@ >/dev/null
	@echo $@

.PHONY: deb deps-deb
