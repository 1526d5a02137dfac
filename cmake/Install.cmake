# What `cmake --install` lays down: the program, its data (with the demo's nodes) and the containers' health check.
include(GNUInstallDirs)

install(TARGETS ncp RUNTIME)
install(DIRECTORY config/ DESTINATION ${CMAKE_INSTALL_DATADIR}/ncp PATTERN "make-pdf" EXCLUDE)
install(PROGRAMS tools/health-check DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/ncp)
