/*
 * Lines that several procedures share, each a list of string literals.
 *
 * A procedure stays readable on its own: the macros are only where the same text must be the same.
 */
#ifndef WSP_PLAN_PROCEDURE_LINE_H
#define WSP_PLAN_PROCEDURE_LINE_H

/* clang-format off */
#define TLS "$tls = [Net.ServicePointManager]; $tls::SecurityProtocol = 'Tls12'; $tls::ServerCertificateValidationCallback = $null"
#define STOP "$ErrorActionPreference = 'Stop'"
#define GET_STATUS \
	TLS, \
	"function Get-Status([string]$url) {", \
	"    $ask = [Net.WebRequest]::Create($url); $ask.Timeout = 60000; $ask.AllowAutoRedirect = $false", \
	"    $ask.Proxy = $null; $ask.UseDefaultCredentials = $true", \
	"    try { $answer = $ask.GetResponse() } catch [Net.WebException] { $answer = $_.Exception.Response }", \
	"    if (!$answer) { throw \"${url}: $($Error[0])\" }", \
	"    [int]$answer.StatusCode; $answer.Close()", \
	"}"
#define FIND_SITE \
	"Import-Module WebAdministration", \
	"$site = @(Get-Website | Where-Object { Get-WebApplication -Site $_.Name -Name ApiRemoting30 } |", \
	"    ForEach-Object { $_.Name })", \
	"if ($site.Count -ne 1) { throw \"ApiRemoting30 is in $($site.Count) IIS sites, not in one.\" }"
#define THE_FIVE \
	"$five = 'ApiRemoting30', 'ClientWebService', 'DSSAuthWebService', 'ServerSyncWebService',", \
	"    'SimpleAuthWebService'"
#define SSL_FLAGS \
	"$access = @{ PSPath = 'MACHINE/WEBROOT/APPHOST'; Filter = 'system.webServer/security/access'", \
	"    Name = 'sslFlags' }"
#define THE_PAGES \
	"$pages = 'ApiRemoting30/WebService.asmx', 'ClientWebService/wusserverversion.xml',", \
	"    'DSSAuthWebService/DssAuthWebService.asmx', 'ServerSyncWebService/ServerSyncWebService.asmx',", \
	"    'SimpleAuthWebService/SimpleAuth.asmx'"
#define API_HTTP "$wsus = Get-WsusServer -Name '<fqdn>' -PortNumber <http_port>"
#define API_HTTPS "$wsus = Get-WsusServer -Name '<fqdn>' -UseSsl -PortNumber <https_port>"
#define RUN_CONFIGURESSL \
	"$out = [IO.Path]::GetTempFileName()", \
	"$tool = Start-Process \"$env:ProgramFiles\\Update Services\\Tools\\WsusUtil.exe\" -NoNewWindow -PassThru `", \
	"    -ArgumentList 'configuressl', '<fqdn>' -RedirectStandardOutput $out", \
	"$null = $tool.Handle", \
	"if (!$tool.WaitForExit(180000)) { $tool.Kill(); throw 'configuressl hung for 3 minutes; run this again.' }", \
	"$printed = (Get-Content $out) -join ' '", \
	"if ($tool.ExitCode -ne 0) { throw \"configuressl failed ($($tool.ExitCode)): $printed\" }"
#define RESTART_SERVICES \
	"Stop-Service WsusService -Force -NoWait", \
	"(Get-Service WsusService).WaitForStatus('Stopped', [TimeSpan]::FromMinutes(3))", \
	"& iisreset.exe /restart /timeout:120", \
	"if ($LASTEXITCODE -ne 0) { throw \"iisreset failed ($LASTEXITCODE): start W3SVC and WsusService by hand.\" }", \
	"Start-Service WsusService", \
	"(Get-Service WsusService).WaitForStatus('Running', [TimeSpan]::FromMinutes(3))"
#define AWAIT_IDLE \
	"for ($try = 1; \"$($wsus.GetSubscription().GetSynchronizationStatus())\" -ne 'NotProcessing'; $try++) {", \
	"    if ($try -gt 60) { throw 'A synchronization has been running for 10 minutes: run this again after it.' }", \
	"    Start-Sleep -Seconds 10", \
	"}"
#define READ_UPSTREAM \
	"$config = $wsus.GetConfiguration(); $replica = $config.IsReplicaServer", \
	"if ($config.SyncFromMicrosoftUpdate) { throw 'This server synchronizes from Microsoft Update: nothing was changed.' }", \
	"\"Before: $($config.UpstreamWsusServerName), port $($config.UpstreamWsusServerPortNumber), replica $replica\"", \
	"[Microsoft.Win32.Registry]::SetValue('HKEY_LOCAL_MACHINE\\SOFTWARE\\wsusplan', 'Replica', [int]$replica)"
#define SAVE_UPSTREAM \
	"for ($try = 1; $true; $try++) {", \
	"    try { $config.Save(); break } catch { if ($try -ge 30) { throw }; Start-Sleep -Seconds 10 }", \
	"}", \
	"$now = $wsus.GetConfiguration()", \
	"if ($now.IsReplicaServer -ne $replica) { throw \"Replica was $replica, is $($now.IsReplicaServer): stop and call.\" }"
#define SET_HTTPS \
	"$config.UpstreamWsusServerName = '<upstream>'", \
	"$config.UpstreamWsusServerPortNumber = <upstream_https_port>; $config.UpstreamWsusServerUseSsl = $true"
#define SET_HTTP \
	"$config.UpstreamWsusServerName = '<upstream>'", \
	"$config.UpstreamWsusServerPortNumber = <upstream_http_port>; $config.UpstreamWsusServerUseSsl = $false"
#define PROVE_UPSTREAM \
	TLS, \
	"$url = \"https://<upstream>:<upstream_https_port>/ServerSyncWebService/ServerSyncWebService.asmx\"", \
	"$ask = [Net.WebRequest]::Create($url); $ask.Timeout = 60000; $ask.Proxy = $null", \
	"try { $ask.GetResponse().Close() } catch { throw \"<upstream> does not answer over HTTPS, nothing was changed: $_\" }"
#define SEE_SWITCHED \
	"if ($now.UpstreamWsusServerName -ne '<upstream>' -or !$now.UpstreamWsusServerUseSsl -or", \
	"    $now.UpstreamWsusServerPortNumber -ne <upstream_https_port>) { throw 'The new upstream was not stored.' }", \
	"\"OK switch-sync <fqdn>: from https://<upstream>:<upstream_https_port>, replica still $replica\""
#define SEE_UNSWITCHED \
	"if ($now.UpstreamWsusServerName -ne '<upstream>' -or $now.UpstreamWsusServerUseSsl -or", \
	"    $now.UpstreamWsusServerPortNumber -ne <upstream_http_port>) { throw 'The old upstream was not stored.' }", \
	"\"OK unswitch-sync <fqdn>: from http://<upstream>:<upstream_http_port>, replica still $replica\""
#define PROVE_PLAIN \
	"$url = \"http://<upstream>:<upstream_http_port>/ServerSyncWebService/ServerSyncWebService.asmx\"", \
	"$ask = [Net.WebRequest]::Create($url); $ask.Timeout = 60000; $ask.Proxy = $null", \
	"try { $ask.GetResponse().Close() } catch { throw \"<upstream> does not answer over HTTP, nothing was changed: $_\" }"
#define PATCH_STATE \
	"$found = @(); $os = Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'", \
	"$build = [int]$os.CurrentBuildNumber", \
	"$fixed = @{ 14393 = 8524; 17763 = 7922; 20348 = 4297; 26100 = 6905 }[$build]", \
	"if (!$fixed) { Write-Warning \"Build ${build}: see by hand that the fix for CVE-2025-59287 is installed.\" }", \
	"if ($fixed -and $os.UBR -lt $fixed) { $found += 'the fix for CVE-2025-59287 is missing' }"
#define PREREQUISITES \
	PATCH_STATE, \
	"$net = Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319'", \
	"if ($build -lt 14393 -and $net.SchUseStrongCrypto -ne 1) { $found += '.NET may not use TLS 1.2' }", \
	"if (!(Get-WebBinding -Name \"$site\" -Protocol http -Port <http_port>)) { $found += 'no HTTP binding' }", \
	"foreach ($path in '', '/Content', '/Inventory', '/ReportingWebService', '/SelfUpdate') {", \
	"    $flags = Get-WebConfigurationProperty @access -Location \"$site$path\"", \
	"    if ($flags -is [string] -and $flags -match 'Ssl') { $found += \"SSL is required on $site$path\" }", \
	"}", \
	"$config = $wsus.GetConfiguration(); $last = $wsus.GetSubscription().GetLastSynchronizationInfo()", \
	"if (\"$($last.Result)\" -ne 'Succeeded') { $found += \"last synchronization: $($last.Result) $($last.Error)\" }", \
	"\"Baseline: build $build.$($os.UBR); upstream $($config.UpstreamWsusServerName), port \" +", \
	"    \"$($config.UpstreamWsusServerPortNumber), SSL $($config.UpstreamWsusServerUseSsl); replica \" +", \
	"    \"$($config.IsReplicaServer); $($wsus.GetComputerTargetCount()) computers; synchronized $($last.EndTime)\"", \
	"if ($found) { throw \"<fqdn>: $($found -join '; ')\" }"
#define RECHECK \
	PATCH_STATE, \
	"$bound = (Get-WebBinding -Name \"$site\" -Protocol https -Port <https_port>).certificateHash", \
	FIND_CERTIFICATE, \
	"if ($bound) { $cert = Get-Item \"Cert:\\LocalMachine\\My\\$bound\" -ErrorAction SilentlyContinue }", \
	"if (!$cert -or !$cert.HasPrivateKey -or $cert.NotAfter -lt (Get-Date).AddDays(14)) {", \
	"    $found += 'no certificate with its key and 14 days left is bound, or in the store to be bound'", \
	"}", \
	"if ($bound) { $code = Get-Status \"https://<fqdn>:<https_port>/ClientWebService/wusserverversion.xml\" }", \
	"if ($bound -and $code -ne 200) { $found += \"it answers $code over HTTPS instead of 200\" }", \
	"$code = Get-Status \"http://<fqdn>:<http_port>/Content/anonymousCheckFile.txt\"", \
	"if ($code -ne 200) { $found += \"content answers $code over HTTP instead of 200\" }", \
	"foreach ($key in 'Component Based Servicing\\RebootPending', 'WindowsUpdate\\Auto Update\\RebootRequired') {", \
	"    $pending = Test-Path \"HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\$key\"", \
	"    if ($pending) { $found += \"a restart is pending ($key)\" }", \
	"}", \
	"$last = $wsus.GetSubscription().GetLastSynchronizationInfo()", \
	"if (\"$($last.Result)\" -ne 'Succeeded') { $found += \"last synchronization: $($last.Result) $($last.Error)\" }", \
	"if ($found) { throw \"<fqdn>: $($found -join '; ')\" }", \
	"\"OK recheck <fqdn>: patched, certificate good until $($cert.NotAfter.ToString('yyyy-MM-dd')), nothing pending\""
#define RECHECK_SHOWS \
	"The last line begins with: OK recheck <fqdn>: and gives the last valid day of the certificate", \
	"The change is approved for this phase, no freeze was called over it, and nobody else changes <fqdn> or its site that day.", \
	"What the error names is repaired, and this is run again. What is not repaired when the phase begins stays out of it: hold <fqdn> in the inventory and plan again, because the servers above it wait for it."
#define SYNCHRONIZE \
	"$sub = $wsus.GetSubscription(); $old = \"$($sub.GetLastSynchronizationInfo().Id)\"", \
	"for ($try = 1; $true; $try++) {", \
	"    try { $sub.StartSynchronization(); break } catch { if ($try -ge 60) { throw }; Start-Sleep -Seconds 10 }", \
	"}", \
	"$end = (Get-Date).AddMinutes(60)", \
	"do {", \
	"    Start-Sleep -Seconds 15", \
	"    if ((Get-Date) -gt $end) { throw 'It still synchronizes after 60 minutes, and goes on: run this again later.' }", \
	"} while (\"$($sub.GetSynchronizationStatus())\" -ne 'NotProcessing')", \
	"$info = $sub.GetLastSynchronizationInfo(); $replica = $wsus.GetConfiguration().IsReplicaServer", \
	"if (\"$($info.Id)\" -eq $old -or \"$($info.Result)\" -ne 'Succeeded') {", \
	"    throw \"Not synchronized: $($info.Result), $($info.Error), $($info.ErrorText)\"", \
	"}", \
	"$before = [Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\\SOFTWARE\\wsusplan', 'Replica', $null)", \
	"if ($null -ne $before -and [bool]$before -ne $replica) { throw \"Replica is $replica, was not before: stop and call.\" }", \
	"\"OK verify-sync <fqdn>: Succeeded at $($info.EndTime.ToString('u')), replica still $replica\""
#define FIND_CERTIFICATE \
	"$cert = Get-ChildItem Cert:\\LocalMachine\\My | Where-Object { $_.HasPrivateKey -and", \
	"    $_.DnsNameList.Unicode -contains '<fqdn>' -and $_.DnsNameList.Unicode -contains ([Uri]'<client_url>').Host -and", \
	"    $_.NotAfter -gt (Get-Date).AddDays(60) -and", \
	"    $_.EnhancedKeyUsageList.ObjectId -contains '1.3.6.1.5.5.7.3.1' } | Sort-Object NotAfter | Select-Object -Last 1"
#define TELL_THUMBPRINT \
	"if (!$cert) { throw 'No certificate for its names, with key, Server Authentication and 60 days, is there.' }", \
	"\"OK obtain-certificate <fqdn>: $($cert.Thumbprint), valid until $($cert.NotAfter.ToString('yyyy-MM-dd'))\""
#define CHAIN \
	"function Test-Chain($certificate) {", \
	"    $chain = New-Object Security.Cryptography.X509Certificates.X509Chain $true", \
	"    $chain.ChainPolicy.UrlRetrievalTimeout = [TimeSpan]::FromSeconds(30)", \
	"    [void]$chain.Build($certificate)", \
	"    foreach ($fault in $chain.ChainStatus) {", \
	"        $unknown = \"$($fault.Status)\" -in 'RevocationStatusUnknown', 'OfflineRevocation'", \
	"        if (!$unknown) { throw \"$($certificate.Subject): $($fault.Status). $($fault.StatusInformation)\" }", \
	"        Write-Warning \"$($certificate.Subject): $($fault.StatusInformation)\"", \
	"    }", \
	"}"
#define PAGES_OF_CLIENTS \
	"$mark = \"wsusplan-$(Get-Date -Format 'yyyyMMddHHmmss')\"; $since = [DateTime]::UtcNow.AddHours(-22)", \
	"[void](Get-Status \"https://<fqdn>:<https_port>/ClientWebService/wusserverversion.xml?$mark\")", \
	"& netsh.exe http flush logbuffer | Out-Null", \
	"if ($LASTEXITCODE -ne 0) { throw \"The log of IIS was not flushed ($LASTEXITCODE).\" }", \
	"$web = Get-Website | Where-Object { $_.Name -eq \"$site\" }", \
	"$logs = Join-Path ([Environment]::ExpandEnvironmentVariables($web.logFile.directory)) \"W3SVC$($web.Id)\"", \
	"$files = @(Get-ChildItem $logs -Filter *.log | Where-Object { $_.LastWriteTimeUtc -ge $since })", \
	"$known = \"^\\S+ \\S+ \\S+ \\S+ /ClientWebService/wusserverversion.xml $mark <https_port> \\S+ \\S+ \"", \
	"if (!$files -or !(Select-String -LiteralPath $files.FullName -Pattern $known -Quiet)) {", \
	"    throw 'The log of IIS does not show our own request: logging is off, or its fields are not the usual ones.'", \
	"}", \
	"$apps = 'ApiRemoting30|ClientWebService|DSSAuthWebService|ServerSyncWebService|SimpleAuthWebService'", \
	"$own = @([Net.Dns]::GetHostAddresses('<fqdn>') | ForEach-Object { \"$_\" }) + '127.0.0.1', '::1'", \
	"$left = @{}; $first = $since.ToString('yyyy-MM-dd HH:mm:ss')", \
	"Select-String -LiteralPath $files.FullName -Pattern \"^(\\S+ \\S+) \\S+ \\S+ /($apps)/\\S* \\S+ <http_port> \\S+ (\\S+) \" |", \
	"    ForEach-Object {", \
	"        $hit = $_.Matches[0].Groups", \
	"        if ($hit[1].Value -ge $first -and $own -notcontains $hit[3].Value) { $left[$hit[3].Value]++ }", \
	"    }"
#define NOBODY_LEFT \
	"if ($left.Count) { throw \"$($left.Count) addresses use HTTP: $(@($left.Keys | Select-Object -First 20) -join ', ')\" }"
#define API_EITHER \
	"try { $wsus = Get-WsusServer -Name '<fqdn>' -UseSsl -PortNumber <https_port> } catch {", \
	"    $wsus = Get-WsusServer -Name '<fqdn>' -PortNumber <http_port>", \
	"}"
#define CONNECT_SITE \
	"Import-Module (Join-Path (Split-Path $env:SMS_ADMIN_UI_PATH) 'ConfigurationManager.psd1')", \
	"if (!(Get-PSDrive -Name $code -PSProvider CMSite -ErrorAction SilentlyContinue)) {", \
	"    New-PSDrive -Name $code -PSProvider CMSite -Root ([Net.Dns]::GetHostEntry('').HostName) | Out-Null", \
	"}", \
	"Push-Location \"${code}:\""
#define SET_SUP_SSL \
	"    $log = (Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\SMS\\Identification').'Installation Directory' + '\\Logs\\WCM.log'", \
	"    $point = @{ SiteSystemServerName = '<fqdn>'; SiteCode = $code }", \
	"    function Read-Ssl {", \
	"        (Get-CMSoftwareUpdatePoint @point).Props | Where-Object { $_.PropertyName -eq 'SSLWSUS' } |", \
	"            ForEach-Object { [int]$_.Value }", \
	"    }", \
	"    $old = Read-Ssl; $lines = @(Get-Content $log).Count; \"Before: SSLWSUS = $old\"", \
	"    if ($old -ne $ssl) { Set-CMSoftwareUpdatePoint @point -EnableSsl ([bool]$ssl) -HttpsPort <https_port> }", \
	"    if ((Read-Ssl) -ne $ssl) { throw \"SSLWSUS is $(Read-Ssl): the property was not stored.\" }"
#define AWAIT_WCM \
	"    for ($try = 1; $old -ne (Read-Ssl); $try++) {", \
	"        $said = @(Get-Content $log); if ($said.Count -lt $lines) { $lines = 0 }", \
	"        $said = @($said | Select-Object -Skip $lines | Where-Object { $_ -match 'configuration state to' })", \
	"        if ($said -and $said[-1] -match 'state to 2 ') { break }", \
	"        if ($try -gt 90) { throw 'No WSUS_CONFIG_SUCCESS in WCM.log in 15 minutes: read it, it tries every hour.' }", \
	"        Start-Sleep -Seconds 10", \
	"    }"
#define READ_SUP_UPSTREAM \
	API_EITHER, \
	"$config = $wsus.GetConfiguration(); $replica = $config.IsReplicaServer", \
	"if ($config.SyncFromMicrosoftUpdate) { throw 'It synchronizes from Microsoft Update: nothing was changed.' }", \
	"\"Before: $($config.UpstreamWsusServerName), port $($config.UpstreamWsusServerPortNumber), replica $replica\""
#define SET_SUP_UPSTREAM \
	"$code = '<site_code>'", \
	CONNECT_SITE, \
	"try {", \
	"    $source = @{ SynchronizeAction = 'SynchronizeFromAnUpstreamDataSourceLocation'", \
	"        UpstreamSourceLocation = \"$url\" }", \
	"    Set-CMSoftwareUpdatePointComponent -SiteCode $code @source", \
	"} finally { Pop-Location }"
#define AWAIT_SUP_UPSTREAM \
	"for ($try = 1; $true; $try++) {", \
	"    $now = $wsus.GetConfiguration()", \
	"    if ($now.UpstreamWsusServerName -eq '<upstream>' -and $now.UpstreamWsusServerUseSsl -eq $ssl -and", \
	"        $now.UpstreamWsusServerPortNumber -eq $port) { break }", \
	"    if ($try -gt 90) { throw 'ConfigMgr has not set the upstream in 15 minutes: read WCM.log, run this again.' }", \
	"    Start-Sleep -Seconds 10", \
	"}", \
	"if ($now.IsReplicaServer -ne $replica) { throw \"Replica was $replica, is $($now.IsReplicaServer): stop and call.\" }"
#define AWAIT_HTTPS \
	"        $ask = [Net.WebRequest]::Create(\"https://<fqdn>:<https_port>/ClientWebService/wusserverversion.xml\")", \
	"        $ask.Timeout = 60000; $ask.Proxy = $null; $ask.GetResponse().Close()", \
	"    } catch { $fault = \"$_\" }", \
	"} until (!$fault -or (Get-Date) -gt $end)", \
	"if ($fault) { throw \"Not well 10 minutes after the restart: $fault\" }", \
	"\"OK restart-server <fqdn>: W3SVC and WsusService run, HTTPS answers\""
/* clang-format on */

#endif
