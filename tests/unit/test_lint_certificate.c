#include "lint_estate.h"
#include "runner.h"

static struct pair with_root_certificate(const char *names)
{
	struct pair pair = pair_of_servers();

	pair.root->certificate_names = estate_words(&pair.inventory, names);
	return pair;
}

static void write_upstream(struct pair *pair, const char *name)
{
	pair->leaf->upstream = estate_text(&pair->inventory, name);
}

static void test_name_for_downstreams(void)
{
	struct pair pair = with_root_certificate("wsus.example.com root.example.com");

	lint_is_silent(&pair.inventory, WSP_RULE(C201));

	pair = with_root_certificate("root.example.com");
	pair.root->aliases = estate_text(&pair.inventory, "wsus.example.com");
	write_upstream(&pair, "wsus.example.com");
	lint_finds(&pair.inventory, WSP_RULE(C201), 2,
		"\"leaf.example.com\" synchronizes from \"wsus.example.com\", a name that the "
		"certificate of \"root.example.com\" lacks");

	pair = with_root_certificate("root");
	write_upstream(&pair, "root");
	lint_finds(&pair.inventory, WSP_RULE(C201), 2,
		"\"leaf.example.com\" synchronizes from \"root.example.com\", a name that the "
		"certificate of \"root.example.com\" lacks");
}

static void test_wildcards_stand_for_one_label(void)
{
	struct pair pair = with_root_certificate("*.example.com");

	lint_is_silent(&pair.inventory, WSP_RULE(C201));

	pair = with_root_certificate("*.com");
	CU_ASSERT_EQUAL(lint_count(&pair.inventory, WSP_RULE(C201)), 1);
}

static void test_name_for_clients(void)
{
	struct pair pair = with_root_certificate("root.example.com");

	pair.root->client_url = estate_text(&pair.inventory, "http://Root.example.com:8530");
	lint_is_silent(&pair.inventory, WSP_RULE(C201));

	pair = with_root_certificate("root.example.com");
	pair.root->client_url = estate_text(&pair.inventory, "http://root:8530");
	lint_finds(&pair.inventory, WSP_RULE(C201), 1,
		"clients address \"root.example.com\" as \"root\", a name that its certificate "
		"lacks");

	pair = with_root_certificate("root.example.com");
	pair.root->client_policy = estate_text(&pair.inventory, "GPO-1");
	estate_client_policy(
		&pair.inventory, "GPO-1", WSP_POLICY_GPO, "http://wsus.example.com:8530");
	lint_finds(&pair.inventory, WSP_RULE(C201), 1,
		"clients address \"root.example.com\" as \"wsus.example.com\", a name that its "
		"certificate lacks");
}

static void test_upstream_name(void)
{
	struct pair pair = pair_of_servers();

	pair.root->aliases = estate_text(&pair.inventory, "wsus.example.com");
	write_upstream(&pair, "wsus.example.com");
	lint_is_silent(&pair.inventory, WSP_RULE(C202));

	pair = pair_of_servers();
	write_upstream(&pair, "root");
	lint_finds(&pair.inventory, WSP_RULE(C202), 2,
		"\"leaf.example.com\" names its upstream \"root\", TLS needs \"root.example.com\"");
}

static void test_address_of_the_upstream(void)
{
	struct pair pair = pair_of_servers();

	pair.root->aliases = estate_text(&pair.inventory, "10.1.2.3");
	write_upstream(&pair, "10.1.2.3");
	lint_finds(&pair.inventory, WSP_RULE(C202), 2,
		"\"leaf.example.com\" names its upstream \"10.1.2.3\", TLS needs "
		"\"root.example.com\"");
}

static void set_expiry(struct pair *pair, struct wsp_server *server, const char *date)
{
	server->certificate_expires = estate_text(&pair->inventory, date);
}

static void test_expiry(void)
{
	struct pair pair = pair_of_servers();

	set_expiry(&pair, pair.leaf, "2026-08-14");
	lint_is_silent(&pair.inventory, WSP_RULE(C203));

	pair = pair_of_servers();
	set_expiry(&pair, pair.leaf, "2026-08-13");
	lint_finds(&pair.inventory, WSP_RULE(C203), 2,
		"the certificate of \"leaf.example.com\" expires on 2026-08-13, in less than 60 "
		"days");

	pair = pair_of_servers();
	set_expiry(&pair, pair.leaf, "2026-06-14");
	lint_finds(&pair.inventory, WSP_RULE(C203), 2,
		"the certificate of \"leaf.example.com\" expired on 2026-06-14");
}

static void test_common_expiry(void)
{
	struct pair pair = pair_of_servers();

	set_expiry(&pair, pair.root, "2027-11-01");
	set_expiry(&pair, pair.leaf, "2027-11-01T12:00:00Z");
	lint_finds(&pair.inventory, WSP_RULE(C203), 1,
		"all 2 certificates expire on one day, 2027-11-01");

	pair = pair_of_servers();
	set_expiry(&pair, pair.root, "2027-11-01");
	set_expiry(&pair, pair.leaf, "2027-11-02");
	lint_is_silent(&pair.inventory, WSP_RULE(C203));
}

static void test_self_signed(void)
{
	struct pair pair = pair_of_servers();

	pair.leaf->certificate_source = WSP_DOMAIN_CA;
	lint_is_silent(&pair.inventory, WSP_RULE(C206));

	pair = pair_of_servers();
	pair.leaf->certificate_source = WSP_SELF_SIGNED;
	lint_finds(&pair.inventory, WSP_RULE(C206), 2,
		"the certificate of \"leaf.example.com\" is self-signed");
}

static void test_own_name(void)
{
	struct pair pair = with_root_certificate("*.example.com root.example.com");

	lint_is_silent(&pair.inventory, WSP_RULE(C207));

	pair = with_root_certificate("*.example.com");
	lint_finds(&pair.inventory, WSP_RULE(C207), 1,
		"the certificate of \"root.example.com\" names it by a wildcard only: "
		"*.example.com");

	pair = with_root_certificate("wsus.example.com root");
	lint_finds(&pair.inventory, WSP_RULE(C207), 1,
		"the certificate of \"root.example.com\" does not name it: wsus.example.com, root");
}

static struct pair grouped(enum wsp_group_kind kind, const char *names)
{
	struct pair pair = pair_of_servers();

	pair.leaf->certificate_names = estate_words(&pair.inventory, names);
	estate_group(&pair.inventory, "wsus.example.com", kind, "root.example.com leaf");
	return pair;
}

static void test_group_name(void)
{
	struct pair pair = grouped(WSP_GROUP_ALIAS, "leaf.example.com wsus.example.com");

	lint_is_silent(&pair.inventory, WSP_RULE(C209));

	pair = grouped(WSP_GROUP_LOAD_BALANCER, "leaf.example.com");
	lint_finds(&pair.inventory, WSP_RULE(C209), 2,
		"the certificate of \"leaf.example.com\" lacks \"wsus.example.com\", the name of "
		"its "
		"group");

	pair = grouped(WSP_GROUP_SHARED_DATABASE, "leaf.example.com");
	lint_is_silent(&pair.inventory, WSP_RULE(C209));
}

static struct pair pair_behind(const char *group, enum wsp_group_kind kind)
{
	struct pair pair = pair_of_servers();

	estate_group(&pair.inventory, group, kind, "root.example.com");
	pair.leaf->upstream = estate_text(&pair.inventory, group);
	pair.root->certificate_names = estate_text(&pair.inventory, "root.example.com");
	return pair;
}

static void test_the_name_of_a_database_is_not_looked_for(void)
{
	struct pair pair = pair_behind("susdb.example.com", WSP_GROUP_SHARED_DATABASE);

	lint_is_silent(&pair.inventory, WSP_RULE(C201));
	pair = pair_behind("wsus.example.com", WSP_GROUP_LOAD_BALANCER);
	lint_finds(&pair.inventory, WSP_RULE(C201), 2,
		"\"leaf.example.com\" synchronizes from \"wsus.example.com\", a name that the "
		"certificate of \"root.example.com\" lacks");
}

static void test_a_group_has_a_full_name(void)
{
	struct pair pair = pair_behind("wsus", WSP_GROUP_ALIAS);

	lint_finds(&pair.inventory, WSP_RULE(C202), 2,
		"\"leaf.example.com\" names its upstream \"wsus\", a group without a full name");
}

static CU_TestInfo tests[] = {
	{"a name that downstreams use and the certificate lacks is told",
		test_name_for_downstreams},
	{"wildcards stand for one label", test_wildcards_stand_for_one_label},
	{"a name that clients use and the certificate lacks is told", test_name_for_clients},
	{"an upstream by short name is told, an alias is not", test_upstream_name},
	{"an upstream by address is told", test_address_of_the_upstream},
	{"less than sixty days left is told, and what has expired", test_expiry},
	{"certificates that all expire on one day are told once", test_common_expiry},
	{"a self-signed certificate is told", test_self_signed},
	{"a certificate without the FQDN itself is told", test_own_name},
	{"a member without the name of its group is told", test_group_name},
	{"the name of a database is not looked for", test_the_name_of_a_database_is_not_looked_for},
	{"a group has a full name", test_a_group_has_a_full_name},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint of certificates", tests);
}
