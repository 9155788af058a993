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
#define PREREQUISITES \
	"$found = @(); $os = Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'", \
	"$build = [int]$os.CurrentBuildNumber", \
	"$fixed = @{ 14393 = 8524; 17763 = 7922; 20348 = 4297; 26100 = 6905 }[$build]", \
	"if (!$fixed) { Write-Warning \"Build ${build}: see by hand that the fix for CVE-2025-59287 is installed.\" }", \
	"if ($fixed -and $os.UBR -lt $fixed) { $found += 'the fix for CVE-2025-59287 is missing' }", \
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
	"    $_.DnsNameList.Unicode -contains '<fqdn>' -and $_.NotAfter -gt (Get-Date).AddDays(60) -and", \
	"    $_.EnhancedKeyUsageList.ObjectId -contains '1.3.6.1.5.5.7.3.1' } | Sort-Object NotAfter | Select-Object -Last 1"
#define TELL_THUMBPRINT \
	"if (!$cert) { throw 'No certificate for this name, with key, Server Authentication and 60 days, is there.' }", \
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
#define AWAIT_HTTPS \
	"        $ask = [Net.WebRequest]::Create(\"https://<fqdn>:<https_port>/ClientWebService/wusserverversion.xml\")", \
	"        $ask.Timeout = 60000; $ask.Proxy = $null; $ask.GetResponse().Close()", \
	"    } catch { $fault = \"$_\" }", \
	"} until (!$fault -or (Get-Date) -gt $end)", \
	"if ($fault) { throw \"Not well 10 minutes after the restart: $fault\" }", \
	"\"OK restart-server <fqdn>: W3SVC and WsusService run, HTTPS answers\""
/* clang-format on */

#endif
